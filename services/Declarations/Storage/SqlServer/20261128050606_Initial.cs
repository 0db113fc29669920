using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cbm.Declarations.Storage.SqlServer
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Counter",
                columns: table => new
                {
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    Next = table.Column<long>(type: "bigint", nullable: false),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Counter", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "Declaration",
                columns: table => new
                {
                    Mrn = table.Column<string>(type: "nvarchar(35)", maxLength: 35, nullable: false, collation: "Latin1_General_BIN2"),
                    Lrn = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    Declarant = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    ContentHash = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    TypeCode = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Ucr = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    State = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Version = table.Column<int>(type: "int", nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false),
                    Presented = table.Column<bool>(type: "bit", nullable: false),
                    LodgedAt = table.Column<long>(type: "bigint", nullable: false),
                    UpdatedAt = table.Column<long>(type: "bigint", nullable: false),
                    LogLength = table.Column<int>(type: "int", nullable: false),
                    LogHash = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    File = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Declaration", x => x.Mrn);
                });

            migrationBuilder.CreateTable(
                name: "Document",
                columns: table => new
                {
                    Id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    Party = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    Sha256 = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    Size = table.Column<int>(type: "int", nullable: false),
                    ContentType = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Scanned = table.Column<int>(type: "int", nullable: false),
                    By = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Document", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DocumentUse",
                columns: table => new
                {
                    Document = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    Mrn = table.Column<string>(type: "nvarchar(35)", maxLength: 35, nullable: false, collation: "Latin1_General_BIN2"),
                    Unit = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false, collation: "Latin1_General_BIN2"),
                    Agency = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DocumentUse", x => new { x.Document, x.Mrn, x.Unit });
                });

            migrationBuilder.CreateTable(
                name: "Event",
                columns: table => new
                {
                    Mrn = table.Column<string>(type: "nvarchar(35)", maxLength: 35, nullable: false, collation: "Latin1_General_BIN2"),
                    Sequence = table.Column<int>(type: "int", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Unit = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    By = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Text = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Correlation = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Salt = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    Digest = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    PreviousHash = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Hash = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Event", x => new { x.Mrn, x.Sequence });
                });

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
                name: "Mandate",
                columns: table => new
                {
                    Agency = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    HeardAt = table.Column<long>(type: "bigint", nullable: false),
                    Mandate = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Mandate", x => x.Agency);
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
                name: "Part",
                columns: table => new
                {
                    Mrn = table.Column<string>(type: "nvarchar(35)", maxLength: 35, nullable: false, collation: "Latin1_General_BIN2"),
                    Unit = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false, collation: "Latin1_General_BIN2"),
                    LodgedAt = table.Column<long>(type: "bigint", nullable: false),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Part", x => new { x.Mrn, x.Unit });
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
                name: "Representation",
                columns: table => new
                {
                    Id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    Declarant = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    Agent = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    Procedures = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    ValidFrom = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    ValidTo = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    GivenBy = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    GivenAt = table.Column<long>(type: "bigint", nullable: false),
                    Ended = table.Column<int>(type: "int", nullable: false),
                    EndedBy = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Representation", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Version",
                columns: table => new
                {
                    Mrn = table.Column<string>(type: "nvarchar(35)", maxLength: 35, nullable: false, collation: "Latin1_General_BIN2"),
                    Version = table.Column<int>(type: "int", nullable: false),
                    Tree = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    Determination = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Version", x => new { x.Mrn, x.Version });
                });

            migrationBuilder.CreateTable(
                name: "Webhook",
                columns: table => new
                {
                    Id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    Party = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    Url = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Events = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Description = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Secret = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    SecretSince = table.Column<long>(type: "bigint", nullable: false),
                    PreviousSecret = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    PreviousSecretUntil = table.Column<long>(type: "bigint", nullable: true),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    FailingSince = table.Column<long>(type: "bigint", nullable: true),
                    DisabledAt = table.Column<long>(type: "bigint", nullable: true),
                    DisabledWhy = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    DeletedAt = table.Column<long>(type: "bigint", nullable: true),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Webhook", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WebhookDelivery",
                columns: table => new
                {
                    Id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    Webhook = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_BIN2"),
                    Lane = table.Column<string>(type: "nvarchar(35)", maxLength: 35, nullable: false, collation: "Latin1_General_BIN2"),
                    Sequence = table.Column<int>(type: "int", nullable: false),
                    MessageId = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Type = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Mrn = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Body = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    DueAt = table.Column<long>(type: "bigint", nullable: false),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    FirstAttemptAt = table.Column<long>(type: "bigint", nullable: true),
                    LastAttemptAt = table.Column<long>(type: "bigint", nullable: true),
                    Status = table.Column<int>(type: "int", nullable: false),
                    Milliseconds = table.Column<int>(type: "int", nullable: false),
                    Error = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    DeliveredAt = table.Column<long>(type: "bigint", nullable: true),
                    RedeliveryOf = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_BIN2"),
                    Seal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookDelivery", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Declaration_Declarant_LodgedAt",
                table: "Declaration",
                columns: new[] { "Declarant", "LodgedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Declaration_Declarant_Lrn",
                table: "Declaration",
                columns: new[] { "Declarant", "Lrn" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Declaration_LodgedAt",
                table: "Declaration",
                column: "LodgedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Document_Party_Sha256",
                table: "Document",
                columns: new[] { "Party", "Sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Idempotency_At",
                table: "Idempotency",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_Subscriber_Parked_Id",
                table: "Outbox",
                columns: new[] { "Subscriber", "Parked", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Part_Unit_LodgedAt",
                table: "Part",
                columns: new[] { "Unit", "LodgedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Reads_By_Id",
                table: "Reads",
                columns: new[] { "By", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Representation_Agent_Declarant",
                table: "Representation",
                columns: new[] { "Agent", "Declarant" });

            migrationBuilder.CreateIndex(
                name: "IX_Representation_Declarant_GivenAt",
                table: "Representation",
                columns: new[] { "Declarant", "GivenAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Webhook_Party",
                table: "Webhook",
                column: "Party");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDelivery_State_DueAt",
                table: "WebhookDelivery",
                columns: new[] { "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDelivery_Webhook_At",
                table: "WebhookDelivery",
                columns: new[] { "Webhook", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDelivery_Webhook_Lane_State_Sequence",
                table: "WebhookDelivery",
                columns: new[] { "Webhook", "Lane", "State", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDelivery_Webhook_State_DueAt",
                table: "WebhookDelivery",
                columns: new[] { "Webhook", "State", "DueAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Counter");

            migrationBuilder.DropTable(
                name: "Declaration");

            migrationBuilder.DropTable(
                name: "Document");

            migrationBuilder.DropTable(
                name: "DocumentUse");

            migrationBuilder.DropTable(
                name: "Event");

            migrationBuilder.DropTable(
                name: "Idempotency");

            migrationBuilder.DropTable(
                name: "Lease");

            migrationBuilder.DropTable(
                name: "Mandate");

            migrationBuilder.DropTable(
                name: "Mark");

            migrationBuilder.DropTable(
                name: "Outbox");

            migrationBuilder.DropTable(
                name: "Part");

            migrationBuilder.DropTable(
                name: "Reads");

            migrationBuilder.DropTable(
                name: "Representation");

            migrationBuilder.DropTable(
                name: "Version");

            migrationBuilder.DropTable(
                name: "Webhook");

            migrationBuilder.DropTable(
                name: "WebhookDelivery");
        }
    }
}
