// SPDX-License-Identifier: Apache-2.0
using System.Data.Common;
using System.Reflection;
using Cbm.ServiceDefaults.Storage;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Xunit;

namespace Cbm.UnitTests.Storage;

/// <summary>The way to write to a database server, tried out on a file: a unit of work is carried out again where it met another, and never where it may be saved already.</summary>
public sealed class PlainWriterTests : IDisposable
{
    private const int Deadlock = 1205;
    private const int Duplicate = 2627;
    private const int Syntax = 102;
    private const byte ConnectionLost = 20;

    private readonly Ledger _ledger = new();
    private int _tries;

    public void Dispose() => _ledger.Dispose();

    public static TheoryData<Exception> Clashes =>
    [
        new DbUpdateConcurrencyException("another version"),
        new DbUpdateException("a key", Of(Duplicate)),

        // As EF tells a trouble that may pass where it tries nothing again itself.
        new InvalidOperationException("likely transient", new DbUpdateException("deadlock", Of(Deadlock))),
        Of(Deadlock),

        // The connection broke: on Linux the client tells no number of its own.
        Of(0, ConnectionLost),
    ];

    [Theory]
    [MemberData(nameof(Clashes))]
    public async Task Who_meets_another_is_carried_out_again_from_the_beginning(Exception clash)
    {
        using var writer = Writer();
        var (told, measured) = (0, 0);
        writer.Written += _ => told++;

        var result = await writer.Commit(async context =>
        {
            context.Lines.Add(new Line { Text = "once" });
            context.WhenStored.Add(() => measured++);
            await context.SaveChangesAsync();
            return ++_tries < 3 ? throw clash : _tries;
        });

        Assert.Equal((3, 1, 1), (result, told, measured));
        Assert.Equal(["once"], _ledger.Lines);
    }

    [Fact]
    public async Task What_the_work_refuses_comes_back_at_once_and_leaves_nothing()
    {
        using var writer = Writer();
        await Assert.ThrowsAsync<FormatException>(() => writer.Commit(async context =>
        {
            _tries++;
            context.Lines.Add(new Line { Text = "never" });
            await context.SaveChangesAsync();
            throw new FormatException();
        }));
        Assert.Equal(1, _tries);
        Assert.Empty(_ledger.Lines);
    }

    [Fact]
    public async Task Where_the_answer_to_the_commit_is_lost_that_is_told_and_nothing_is_done_again()
    {
        using var writer = Writer(new LostAnswer());
        var lost = await Assert.ThrowsAnyAsync<Exception>(() => writer.Commit(context =>
        {
            _tries++;
            context.Lines.Add(new Line { Text = "perhaps" });
            return Task.CompletedTask;
        }));
        Assert.True(StoreTrouble.Is(lost));
        Assert.Equal(1, _tries);
        Assert.Equal(["perhaps"], _ledger.Lines);
    }

    [Fact]
    public void A_statement_that_is_wrong_is_no_trouble_of_the_store()
    {
        Assert.False(StoreTrouble.Is(new DbUpdateException("wrong", Of(Syntax))));
        Assert.False(StoreTrouble.MayPass(Of(Syntax)));
        Assert.False(StoreTrouble.MayPass(new InvalidOperationException("a mistake of ours")));
        Assert.False(StoreTrouble.Is(Of(0)));
        Assert.All<object[]>(Clashes, clash => Assert.True(StoreTrouble.Is((Exception)clash[0])));
    }

    [Fact]
    public void No_connection_to_be_had_is_trouble_of_the_store()
    {
        using var connection = new SqlConnection();
        var refused = Assert.Throws<InvalidOperationException>(connection.Open);
        Assert.True(StoreTrouble.Is(refused));
    }

    private PlainWriter<LedgerContext> Writer(params IInterceptor[] watching) => new(
        new DbContextOptionsBuilder<LedgerContext>().UseSqlite(_ledger.File.ForReading).AddInterceptors([RowSeal.Instance, .. watching]).Options);

    // SqlClient makes them itself alone.
    private static SqlException Of(int number, byte errorClass = 16)
    {
        const BindingFlags Inside = BindingFlags.NonPublic | BindingFlags.Instance;
        var make = typeof(SqlError).GetConstructors(Inside).First(one => one.GetParameters()[0].ParameterType == typeof(int));
        var error = make.Invoke([.. make.GetParameters().Select((parameter, place) =>
            place == 0 ? number : parameter.Name == nameof(errorClass) ? errorClass : parameter.ParameterType == typeof(string) ? "" : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null)]);
        var errors = (SqlErrorCollection)Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        typeof(SqlErrorCollection).GetMethod("Add", Inside)!.Invoke(errors, [error]);
        return (SqlException)typeof(SqlException).GetMethod("CreateException", BindingFlags.NonPublic | BindingFlags.Static, [typeof(SqlErrorCollection), typeof(string)])!.Invoke(null, [errors, ""])!;
    }

    private sealed class LostAnswer : DbTransactionInterceptor
    {
        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            throw Of(-2);
    }
}
