using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cbm.Agencies.Migrations
{
    /// <inheritdoc />
    public partial class Seals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Seal",
                table: "Steps",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Seal",
                table: "Slices",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Seal",
                table: "Reviews",
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
                table: "Mandates",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Seal",
                table: "Lpcos",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Seal",
                table: "Idempotency",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Steps");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Slices");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Reviews");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Mark");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Mandates");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Lpcos");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Idempotency");
        }
    }
}
