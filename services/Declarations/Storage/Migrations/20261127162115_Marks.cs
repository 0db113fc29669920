using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cbm.Declarations.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Marks : Migration
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

            migrationBuilder.CreateTable(
                name: "Mark",
                columns: table => new
                {
                    Partner = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Confirmed = table.Column<long>(type: "INTEGER", nullable: false),
                    Taken = table.Column<long>(type: "INTEGER", nullable: false),
                    Doubtful = table.Column<long>(type: "INTEGER", nullable: true),
                    Seal = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Mark", x => x.Partner);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Mark");

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
                table: "Mandate");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Idempotency");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Declaration");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Counter");
        }
    }
}
