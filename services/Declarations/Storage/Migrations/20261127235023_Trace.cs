using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cbm.Declarations.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Trace : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Trace",
                table: "Outbox",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Trace",
                table: "Outbox");
        }
    }
}
