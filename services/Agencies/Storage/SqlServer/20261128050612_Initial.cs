using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cbm.Agencies.Storage.SqlServer
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Idempotency",
                columns: table => new
                {
                    Caller = table.Column<string>(type: "nvarchar(190)", maxLength: 190, nullable: false, collation: "Latin1_General_BIN2"),
                    Key = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_BIN2"),
                    Fingerprint = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Answer = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Idempotency", x => new { x.Caller, x.Key });
                });

            migrationBuilder.CreateTable(
                name: "Lease",
                columns: table => new
                {
                    Name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_BIN2"),
                    Holder = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Until = table.Column<long>(type: "bigint", nullable: false),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Lease", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "Lpcos",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Unit = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false, collation: "Latin1_General_BIN2"),
                    Issuer = table.Column<string>(type: "nvarchar(70)", maxLength: 70, nullable: false, collation: "Latin1_General_CI_AS"),
                    Number = table.Column<string>(type: "nvarchar(70)", maxLength: 70, nullable: false, collation: "Latin1_General_BIN2"),
                    DocumentCode = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Holder = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_CI_AS"),
                    Direction = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Hs = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Origin = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    ValidFrom = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    ValidTo = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Quantity = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Withdrawn = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_BIN2"),
                    Revision = table.Column<int>(type: "int", nullable: false),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Lpcos", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Mandates",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Version = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Content = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Mandates", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Mark",
                columns: table => new
                {
                    Partner = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false, collation: "Latin1_General_BIN2"),
                    Confirmed = table.Column<long>(type: "bigint", nullable: false),
                    Taken = table.Column<long>(type: "bigint", nullable: false),
                    Answered = table.Column<long>(type: "bigint", nullable: false),
                    Heard = table.Column<long>(type: "bigint", nullable: false),
                    Doubtful = table.Column<long>(type: "bigint", nullable: true),
                    Life = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    MetIn = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Ahead = table.Column<int>(type: "int", nullable: false),
                    Reported = table.Column<long>(type: "bigint", nullable: false),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Mark", x => x.Partner);
                });

            migrationBuilder.CreateTable(
                name: "Outbox",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Subscriber = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    Topic = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Key = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    EventId = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Type = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Data = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    Correlation = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_BIN2"),
                    Trace = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_BIN2"),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    DueAt = table.Column<long>(type: "bigint", nullable: false),
                    Parked = table.Column<bool>(type: "bit", nullable: false),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Outbox", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Reads",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    By = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    Office = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Operation = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    About = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Purpose = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Correlation = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Reads", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Reviews",
                columns: table => new
                {
                    Id = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_BIN2"),
                    Unit = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false, collation: "Latin1_General_BIN2"),
                    Version = table.Column<int>(type: "int", nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    Outcome = table.Column<int>(type: "int", nullable: false),
                    Assignee = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Due = table.Column<long>(type: "bigint", nullable: false),
                    Rank = table.Column<int>(type: "int", nullable: false),
                    InQueue = table.Column<bool>(type: "bit", nullable: false),
                    Importer = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Exporter = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Hs6 = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Origins = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Content = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Reviews", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Slices",
                columns: table => new
                {
                    ReviewId = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_BIN2"),
                    Version = table.Column<int>(type: "int", nullable: false),
                    Hash = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Content = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    Superseded = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Slices", x => new { x.ReviewId, x.Version });
                });

            migrationBuilder.CreateTable(
                name: "Steps",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    ReviewId = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_BIN2"),
                    Cause = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_BIN2"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    By = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Text = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Steps", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Idempotency_At",
                table: "Idempotency",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_Lpcos_Number_Unit_Issuer",
                table: "Lpcos",
                columns: new[] { "Number", "Unit", "Issuer" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_Subscriber_Parked_Id",
                table: "Outbox",
                columns: new[] { "Subscriber", "Parked", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Reads_By_Id",
                table: "Reads",
                columns: new[] { "By", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Reviews_Unit_InQueue_Rank_Due_Id",
                table: "Reviews",
                columns: new[] { "Unit", "InQueue", "Rank", "Due", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Steps_ReviewId_Cause",
                table: "Steps",
                columns: new[] { "ReviewId", "Cause" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Idempotency");

            migrationBuilder.DropTable(
                name: "Lease");

            migrationBuilder.DropTable(
                name: "Lpcos");

            migrationBuilder.DropTable(
                name: "Mandates");

            migrationBuilder.DropTable(
                name: "Mark");

            migrationBuilder.DropTable(
                name: "Outbox");

            migrationBuilder.DropTable(
                name: "Reads");

            migrationBuilder.DropTable(
                name: "Reviews");

            migrationBuilder.DropTable(
                name: "Slices");

            migrationBuilder.DropTable(
                name: "Steps");
        }
    }
}
