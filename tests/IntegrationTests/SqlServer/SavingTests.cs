// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace Cbm.IntegrationTests.SqlServer;

/// <summary>What is sent to SQL Server when something is saved, for every kind of row and change.</summary>
public sealed partial class SavingTests
{
    public static TheoryData<string, int?, EntityState> Changes()
    {
        var changes = new TheoryData<string, int?, EntityState>();
        foreach (var (name, most, state) in
            from name in ServerModels.Names from most in (int?[])[1, null] from state in (EntityState[])[EntityState.Added, EntityState.Modified, EntityState.Deleted] select (name, most, state))
        {
            changes.Add(name, most, state);
        }

        return changes;
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Every_change_that_is_saved_is_transact_sql_and_writes_over_no_version_but_the_one_that_was_read(string name, int? most, EntityState state)
    {
        using var model = ServerModels.Before(new NoServer(), name, null);
        Assert.All(model.Model.GetEntityTypes(), type =>
        {
            var sent = string.Join(";\n", Sent(name, most, state, type.Name));
            Assert.Contains($"[{type.GetTableName()}]", sent, StringComparison.Ordinal);
            Assert.Matches(state switch { EntityState.Added => "INSERT", EntityState.Modified => "UPDATE", _ => "DELETE" }, sent);
            Assert.Empty(TransactSql.Errors(sent));
            if (state != EntityState.Added)
            {
                var read = Read().Matches(sent).Select(where => where.Value).ToList();
                Assert.NotEmpty(read);
                Assert.All(type.GetProperties().Where(one => one.IsConcurrencyToken || one.IsPrimaryKey() || one.Name == RowSeal.Column), token =>
                    Assert.All(read, where => Assert.Contains($"[{token.GetColumnName()}] ", where, StringComparison.Ordinal)));
            }
        });
    }

    [Fact]
    public void What_is_taken_out_or_changed_without_being_read_is_looked_at_as_queries_are()
    {
        using var context = new MigrationsFactory().CreateDbContext([]);

        // There is no table; it is looked at before it is sent.
        Assert.ThrowsAny<Exception>(() => context.Leases.Where(lease => lease.Holder == "one of the test's").ExecuteDelete());
        Assert.ThrowsAny<Exception>(() => context.Leases.Where(lease => lease.Holder == "one of the test's").ExecuteUpdate(change => change.SetProperty(lease => lease.Name, "another")));
        var sent = QueryWatch.Queries.Where(query => query.Key.Contains("one of the test's", StringComparison.Ordinal)).SelectMany(query => query.Value).ToList();
        Assert.Contains(sent, statement => statement.StartsWith("DELETE FROM [l]", StringComparison.Ordinal));
        Assert.Contains(sent, statement => statement.StartsWith("UPDATE [l]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Statements_that_are_written_out_are_transact_sql()
    {
        var server = new NoServer();
        await using var context = (ServiceContext)ServerModels.Before(server, "Agencies", null);
        await context.Settle("DECLARATIONS", new Marks { Taken = 7 });
        Assert.Contains(server.Statements, statement => statement.Contains("IDENTITY_INSERT", StringComparison.Ordinal));
        Assert.All(server.Statements, statement => Assert.Empty(TransactSql.Errors(statement)));
    }

    // Five rows of a kind: more than three are inserted by another statement.
    private static List<string> Sent(string name, int? most, EntityState state, string type)
    {
        var server = new NoServer();
        using var context = ServerModels.Before(server, name, most);
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        var kind = context.Model.FindEntityType(type)!;
        for (var number = 1; number <= 5; number++)
        {
            var row = context.Entry(Activator.CreateInstance(kind.ClrType, nonPublic: true)!);
            foreach (var property in kind.GetProperties().Where(property => !property.IsShadowProperty() && (state != EntityState.Added || property.ValueGenerated == ValueGenerated.Never)))
            {
                row.Property(property).CurrentValue = Value(property, number);
            }

            row.State = state;
        }

        try
        {
            context.SaveChanges();
        }
        catch (Exception noRows) when (noRows is DbUpdateException or InvalidOperationException && server.Statements.Count > 0)
        {
            // There is no row to write over; that it was sent is all that is asked here.
        }

        return server.Statements;
    }

    private static object Value(IProperty property, int number) => (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) switch
    {
        var type when type == typeof(string) => $"text {number}",
        var type when type == typeof(byte[]) => new[] { (byte)number },
        var type when type == typeof(bool) => true,
        { IsEnum: true } type => Enum.ToObject(type, number),
        var type when type == typeof(DateTime) => DateTime.UnixEpoch,
        var type when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch,
        var type => Convert.ChangeType(number, type, System.Globalization.CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"WHERE [^;]*")]
    private static partial Regex Read();
}
