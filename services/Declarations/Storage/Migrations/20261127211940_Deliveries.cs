using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cbm.Declarations.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Deliveries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Answered",
                table: "Mark",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Heard",
                table: "Mark",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Answered",
                table: "Mark");

            migrationBuilder.DropColumn(
                name: "Heard",
                table: "Mark");
        }
    }
}
