// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Cbm.UnitTests.Storage;

/// <summary>While a version is rolled out, the one before works on the same rows: neither takes the other's for damaged, nor loses what the other wrote.</summary>
public sealed class TwoVersionsTests : IDisposable
{
    private readonly Ledger _ledger = new();

    public TwoVersionsTests() => Do("ALTER TABLE Lines ADD COLUMN Colour TEXT NOT NULL DEFAULT ''");

    [Fact]
    public async Task What_the_next_version_wrote_is_read_by_this_one_which_changes_it_and_keeps_what_it_does_not_know()
    {
        await using (var next = Next())
        {
            next.Lines.Add(new NextLine { Text = "goods", Colour = "red" });
            await next.SaveChangesAsync();
        }

        Assert.Equal(["goods"], _ledger.Lines);
        await _ledger.Writer.Commit(async context => context.Entry(await context.Lines.SingleAsync()).Property(line => line.Text).CurrentValue = "other goods");
        await using var again = Next();
        Assert.Equal(("other goods", "red"), await again.Lines.Select(line => new ValueTuple<string, string>(line.Text, line.Colour)).SingleAsync());
        Assert.Equal("red", (await again.Lines.SingleAsync()).Colour);
    }

    [Fact]
    public async Task What_this_version_wrote_is_read_by_the_next()
    {
        await _ledger.Write("goods");
        await using var next = Next();
        Assert.Equal("goods", (await next.Lines.SingleAsync()).Text);
    }

    [Theory]
    [InlineData("UPDATE Lines SET Colour = 'blue'")]
    [InlineData("UPDATE Lines SET Text = 'bads'")]
    public async Task The_next_version_finds_damage_in_its_own_columns_and_in_those_of_before(string damage)
    {
        await using (var next = Next())
        {
            next.Lines.Add(new NextLine { Text = "goods", Colour = "red" });
            await next.SaveChangesAsync();
        }

        Do(damage);
        await using var again = Next();
        await Assert.ThrowsAsync<IOException>(() => again.Lines.SingleAsync());
    }

    [Fact]
    public async Task The_next_version_finds_damage_in_what_this_one_wrote()
    {
        await _ledger.Write("goods");
        Do("UPDATE Lines SET Text = 'bads'");
        await using var next = Next();
        await Assert.ThrowsAsync<IOException>(() => next.Lines.SingleAsync());
    }

    public void Dispose() => _ledger.Dispose();

    private NextLedgerContext Next() => new(new DbContextOptionsBuilder<NextLedgerContext>().UseSqlite(_ledger.File.ForReading).AddInterceptors(RowSeal.Instance).Options);

    private void Do(string sql)
    {
        using var connection = _ledger.File.OpenForWriting();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private sealed class NextLine
    {
        public int Id { get; init; }

        public required string Text { get; init; }

        [SealedSince(2)]
        public string Colour { get; init; } = "";
    }

    private sealed class NextLedgerContext(DbContextOptions<NextLedgerContext> options) : ServiceContext(options)
    {
        public DbSet<NextLine> Lines => Set<NextLine>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            RowSeal.AddTo(modelBuilder);
        }
    }
}
