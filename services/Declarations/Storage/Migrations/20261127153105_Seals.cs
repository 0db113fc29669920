using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cbm.Declarations.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Seals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Seal",
                table: "Version",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Seal",
                table: "Part",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Seal",
                table: "Outbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Seal",
                table: "Mark",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Seal",
                table: "Mandate",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Seal",
                table: "Idempotency",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Seal",
                table: "Event",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Seal",
                table: "Declaration",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Seal",
                table: "Counter",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Version");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Part");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Mark");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Mandate");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Idempotency");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Event");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Declaration");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Counter");
        }
    }
}
