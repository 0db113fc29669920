using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cbm.Agencies.Migrations
{
    /// <inheritdoc />
    public partial class Marks : Migration
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
