// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Cbm.Agencies.Storage;
using Cbm.Declarations.Storage;
using Cbm.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;

namespace Cbm.IntegrationTests.SqlServer;

/// <summary>
/// Looks at every query that any test here sets off, whoever asks it: where SQL Server could not be asked the same, the query
/// fails in that test, and says why.
/// </summary>
internal sealed class QueryWatch : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> Seen = new();

    /// <summary>What was looked at, with what SQL Server would be sent.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Queries => Seen;

#pragma warning disable CA2255 // It must watch before the first test of the assembly.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Begin() => DiagnosticListener.AllListeners.Subscribe(new QueryWatch());

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            value.Subscribe(this, name => name == CoreEventId.QueryCompilationStarting.Name);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is QueryExpressionEventData { Context: { } context } data
            && context is (DeclarationsContext or AgencyContext or IdentityContext) and not (SqlServerDeclarationsContext or SqlServerAgencyContext or SqlServerIdentityContext))
        {
            Look(context, data.Expression);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    /// <summary>Looks at one; what it finds is thrown.</summary>
    public static IReadOnlyList<string> Look(DbContext context, Expression query) => Seen.GetOrAdd($"{context.GetType().Name}: {ExpressionPrinter.Print(query)}", key =>
    {
        var statements = QueryTwin.Statements(context, query);
        var errors = statements.SelectMany(TransactSql.Errors).ToList();
        return statements.Count > 0 && errors.Count == 0
            ? statements
            : throw new InvalidOperationException($"SQL Server could not be asked {key}: {string.Join("; ", errors)} in {string.Join(";\n", statements)}");
    });
}
