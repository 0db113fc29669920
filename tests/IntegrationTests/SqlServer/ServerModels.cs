// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Storage;
using Cbm.Declarations.Storage;
using Cbm.Identity;
using Microsoft.EntityFrameworkCore;

namespace Cbm.IntegrationTests.SqlServer;

/// <summary>The services' models for SQL Server, before a server that there is not.</summary>
internal static class ServerModels
{
    private static readonly Dictionary<string, Func<NoServer, int?, DbContext>> All = new()
    {
        ["Declarations"] = (server, most) => new SqlServerDeclarationsContext(Options<SqlServerDeclarationsContext>(server, most).Options),
        ["Agencies"] = (server, most) => new SqlServerAgencyContext(Options<SqlServerAgencyContext>(server, most).Options),
        ["Identity"] = (server, most) => new SqlServerIdentityContext(((DbContextOptionsBuilder<SqlServerIdentityContext>)Options<SqlServerIdentityContext>(server, most).UseOpenIddict()).Options),
    };

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>The one of this name; most: statements in a batch, null for the provider's own number.</summary>
    public static DbContext Before(NoServer server, string name, int? most) => All[name](server, most);

    /// <summary>The twin of a context of SQLite's.</summary>
    public static DbContext Before(NoServer server, DbContext asked) => Before(server, asked switch
    {
        DeclarationsContext => "Declarations",
        AgencyContext => "Agencies",
        IdentityContext => "Identity",
        _ => throw new NotSupportedException($"{asked.GetType().Name} has no twin on SQL Server."),
    }, null);

    private static DbContextOptionsBuilder<TContext> Options<TContext>(NoServer server, int? most)
        where TContext : DbContext =>
        new DbContextOptionsBuilder<TContext>().UseSqlServer("Server=none", own =>
        {
            if (most is { } statements)
            {
                own.MaxBatchSize(statements);
            }
        }).AddInterceptors(server);
}
