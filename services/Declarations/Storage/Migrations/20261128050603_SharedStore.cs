using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cbm.Declarations.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SharedStore : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Ahead",
                table: "Mark",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Life",
                table: "Mark",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "MetIn",
                table: "Mark",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "Reported",
                table: "Mark",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "Lease",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Holder = table.Column<string>(type: "TEXT", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    Seal = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Lease", x => x.Name);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Lease");

            migrationBuilder.DropColumn(
                name: "Ahead",
                table: "Mark");

            migrationBuilder.DropColumn(
                name: "Life",
                table: "Mark");

            migrationBuilder.DropColumn(
                name: "MetIn",
                table: "Mark");

            migrationBuilder.DropColumn(
                name: "Reported",
                table: "Mark");
        }
    }
}
