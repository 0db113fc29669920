// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.SqlClient;
using Testcontainers.MsSql;

namespace Cbm.IntegrationTests.SqlServer;

/// <summary>
/// The SQL Server, or one that is compatible, on which the stores of all tests here are: that which CBM_TEST_SQLSERVER names by a
/// connection string without a database, or, where it says <c>docker</c>, one in a container of its own. Where there is none the
/// stores are SQLite files.
/// </summary>
internal static class TestServer
{
    private const string Variable = "CBM_TEST_SQLSERVER";
    private const string Image = "mcr.microsoft.com/mssql/server:2022-CU14-ubuntu-22.04";
    private const int InUse = 3702;

    private static readonly string Named = Environment.GetEnvironmentVariable(Variable) ?? "";
    private static readonly Lazy<Task<string>> Connection = new(Open);

    /// <summary>Why there is none; null: the stores are there.</summary>
    public static string? WhyNot { get; } = Named switch
    {
        "" => $"the stores of this run are SQLite files: {Variable} names no SQL Server (a connection string without a database, or docker)",
        "docker" => WhyNoDocker(),
        _ => null,
    };

    /// <summary>Makes an empty database; how it is reached.</summary>
    public static async Task<string> Create(string database)
    {
        await Do($"CREATE DATABASE [{database}]");
        return new SqlConnectionStringBuilder(await Connection.Value) { InitialCatalog = database }.ConnectionString;
    }

    /// <summary>Copies a database as k8s/README.md says, into the server's own folder of such copies.</summary>
    public static async Task BackUp(string connection, string copy) =>
        await Do($"BACKUP DATABASE [{NameOf(connection)}] TO DISK = N'{FileOf(copy)}' WITH INIT, CHECKSUM");

    /// <summary>Puts the copy in the database's place as it says there.</summary>
    public static async Task PutBack(string connection, string copy)
    {
        LetGo(connection);
        var database = NameOf(connection);
        await Do($"ALTER DATABASE [{database}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; RESTORE DATABASE [{database}] FROM DISK = N'{FileOf(copy)}' WITH REPLACE, CHECKSUM; ALTER DATABASE [{database}] SET MULTI_USER");
    }

    /// <summary>Takes a database away, whoever still has a connection to it.</summary>
    public static async Task Drop(string connection)
    {
        LetGo(connection);
        var database = NameOf(connection);
        try
        {
            await Do($"DROP DATABASE [{database}]");
        }
        catch (SqlException failure) when (failure.Number == InUse)
        {
            await Do($"ALTER DATABASE [{database}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{database}]");
        }
    }

    private static string NameOf(string connection) => new SqlConnectionStringBuilder(connection).InitialCatalog;

    // A name alone: the server, which may be another machine, has its own folder for it.
    private static string FileOf(string copy) => string.Join('-', copy.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)[^2..]) + ".bak";

    private static void LetGo(string connection)
    {
        using var pooled = new SqlConnection(connection);
        SqlConnection.ClearPool(pooled);
    }

    // Testcontainers looks for an engine where Docker's own client does, and in its own settings.
    private static string? WhyNoDocker()
    {
        try
        {
            new MsSqlBuilder(Image).Build();
            return null;
        }
#pragma warning disable CA1031 // Whatever it is, there is no engine; what it says of it is shown.
        catch (Exception none)
#pragma warning restore CA1031
        {
            return $"the stores of this run are SQLite files: {Variable} is docker, and no Docker engine was found ({none.Message.Split('.', '\n')[0]})";
        }
    }

    // A container goes with the process: Testcontainers sees to it.
    private static async Task<string> Open()
    {
        if (Named != "docker")
        {
            return Named;
        }

        var container = new MsSqlBuilder(Image).Build();
        await container.StartAsync();
        return container.GetConnectionString();
    }

    private static async Task Do(string statement)
    {
        await using var server = new SqlConnection(await Connection.Value);
        await server.OpenAsync();
        await using var command = server.CreateCommand();
#pragma warning disable CA2100 // Names of our own.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
