// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.SqlServer;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Cbm.IntegrationTests.Replicas;

/// <summary>
/// While the next version is rolled out, this one finds in its stores and in the facts that it hears what it does not know:
/// columns and members that it must neither trip over nor lose. Triggers write them into every row, as that version would.
/// </summary>
public sealed class NextVersionTests : IAsyncLifetime
{
    // Member 2000 of any message: the text "next".
    private static readonly byte[] Member = [0x82, 0x7D, 4, .. "next"u8];

    private static readonly (string Table, string Column)[] Rows =
        [("Declaration", "File"), ("Version", "Tree"), ("Outbox", "Data"), ("Reviews", "Content"), ("Slices", "Content")];

    private readonly TwinWindow _window = new();

    public async Task InitializeAsync()
    {
        await _window.InitializeAsync();
        if (TestServer.WhyNot is null)
        {
            return;
        }

        foreach (var name in TwinWindow.Services)
        {
            await using var context = _window.Context(name);
            foreach (var (table, column) in Rows.Where(row => context.Model.GetEntityTypes().Any(type => type.GetTableName() == row.Table)))
            {
                await context.Database.ExecuteSqlRawAsync(Written(table, column));
            }
        }
    }

    public Task DisposeAsync() => _window.DisposeAsync();

    [SqliteFact("the next version's rows are written by triggers of SQLite")]
    public async Task What_the_next_version_adds_goes_with_a_declaration_from_lodging_to_release_and_is_there_in_the_end()
    {
        var work = new ReplicaWork(_window);
        var mrn = await work.Lodge();
        await work.Release(mrn);
        await RunningWindow.Until(async () => await _window.Waiting() == 0);

        await using var context = (DeclarationsContext)_window.Context(TwinWindow.Window);
        var record = await context.Declarations.SingleAsync(one => one.Mrn == mrn);
        Assert.True(IsIn(record.File));
        await context.Database.OpenConnectionAsync();
        await using var column = context.Database.GetDbConnection().CreateCommand();
        column.CommandText = "SELECT Next FROM Declaration";
        Assert.Equal("next", await column.ExecuteScalarAsync());

        // What agencies reported reached the window by their outbox.
        Assert.All(CaseFile.Parser.ParseFrom(record.File).Parts, part => Assert.True(IsIn(part.Report.ToByteArray())));
        await using var plants = (AgencyContext)_window.Context("AGRICULTURE");
        var review = await plants.Reviews.SingleAsync(row => row.Id == $"{mrn}-PLANT_HEALTH");
        Assert.True(IsIn(review.Content));
        Assert.All(await plants.Slices.ToListAsync(), slice => Assert.True(IsIn(slice.Content)));
        Assert.All(await context.Versions.ToListAsync(), version => Assert.True(IsIn(version.Tree)));
        Assert.True(review.Revision > 2);
    }

    private static bool IsIn(byte[] message) => message.AsSpan().IndexOf(Member) >= 0;

    private static string Written(string table, string column) => $"""
        ALTER TABLE "{table}" ADD COLUMN "Next" TEXT NOT NULL DEFAULT '';
        CREATE TRIGGER "Next{table}" AFTER INSERT ON "{table}" BEGIN
            UPDATE "{table}" SET "{column}" = CAST("{column}" || x'{Convert.ToHexString(Member)}' AS BLOB), "Next" = 'next', "Seal" = 255 WHERE rowid = NEW.rowid;
        END;
        """;
}
