// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Storage;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Storage;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Configuration;

namespace Cbm.IntegrationTests.Replicas;

/// <summary>The SQL Server, or one that is compatible, that CBM_TEST_SQLSERVER names by a connection string without a database; each run has databases of its own.</summary>
internal sealed class TestServer(string connection)
{
    private readonly string _run = $"cbm_{Guid.NewGuid():N}"[..16];

    public static TestServer? OrNull() => Environment.GetEnvironmentVariable("CBM_TEST_SQLSERVER") is { Length: > 0 } connection ? new TestServer(connection) : null;

    public string[] Settings(string name) => ["--Data:Provider=SqlServer", $"--Data:ConnectionString={ConnectionTo(Database(name))}"];

    /// <summary>Makes the database of a service, by the job of an operator.</summary>
    public async Task Migrate(string name, string[] settings)
    {
        await Do($"CREATE DATABASE [{Database(name)}]");
        var configuration = new ConfigurationBuilder().AddCommandLine(settings).Build();
        await (name == TwinWindow.Window
            ? StoreSetup.Migrate<DeclarationsContext, SqlServerDeclarationsContext>(configuration, name)
            : StoreSetup.Migrate<AgencyContext, SqlServerAgencyContext>(configuration, name));
    }

    public async Task Drop(IEnumerable<string> names)
    {
        SqlConnection.ClearAllPools();
        foreach (var name in names)
        {
            await Do($"DROP DATABASE [{Database(name)}]");
        }
    }

    private string Database(string name) => $"{_run}_{name}";

    private string ConnectionTo(string database) => new SqlConnectionStringBuilder(connection) { InitialCatalog = database }.ConnectionString;

    private async Task Do(string statement)
    {
        await using var server = new SqlConnection(connection);
        await server.OpenAsync();
        await using var command = server.CreateCommand();
#pragma warning disable CA2100 // Names of our own.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
