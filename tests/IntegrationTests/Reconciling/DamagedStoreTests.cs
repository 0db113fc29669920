// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies;
using Cbm.Agencies.Standards;
using Cbm.Agencies.Storage;
using Cbm.IntegrationTests.SqlServer;
using Cbm.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cbm.IntegrationTests.Reconciling;

/// <summary>A file that is torn, cut short, overwritten or no database: the service says so and does not start, or does not answer from it.</summary>
public sealed class DamagedStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cbm-damaged-").FullName;

    private string Store => Path.Combine(_folder, "agencies-standards.db");

    public static TheoryData<string> Damages => ["cut short", "a page torn", "no database"];

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [SqliteTheory("files are damaged")]
    [MemberData(nameof(Damages))]
    public async Task It_does_not_start_on_a_damaged_file_and_says_which_and_what_to_do(string damage)
    {
        await Fill();
        var bytes = await File.ReadAllBytesAsync(Store);
        await File.WriteAllBytesAsync(Store, damage switch
        {
            "cut short" => bytes[..(bytes.Length / 2)],
            "a page torn" => [.. bytes[..^8192], .. new byte[4096], .. bytes[^4096..]],
            _ => [.. "It was a database once."u8, .. bytes],
        });

        var thrown = Assert.Throws<DamagedStoreException>(() => AgencyHost.Build(new StandardsAgency(), Settings));
        Assert.Contains(Store, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Put back the last good copy", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(1, AgencyHost.Run(() => new StandardsAgency(), Settings));
    }

    [SqliteFact("files are damaged")]
    public async Task A_value_that_was_overwritten_is_not_read_as_if_it_were_written()
    {
        await Fill();
        var bytes = await File.ReadAllBytesAsync(Store);
        for (var at = 0; bytes.AsSpan(at).IndexOf("holder-0123456789"u8) is >= 0 and var next; at += next + 1)
        {
            // Pages that are not in use have it too.
            bytes[at + next + 8] ^= 1;
        }

        await File.WriteAllBytesAsync(Store, bytes);

        await using var app = AgencyHost.Build(new StandardsAgency(), Settings);
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<AgencyContext>>().CreateDbContextAsync();
        var damaged = await Assert.ThrowsAsync<IOException>(() => context.Lpcos.ToListAsync());
        Assert.True(StoreTrouble.Is(damaged));
        Assert.Contains("Lpcos", damaged.Message, StringComparison.Ordinal);
    }

    [SqliteFact("files are damaged")]
    public async Task One_that_was_killed_while_it_migrated_starts_again()
    {
        // What EF Core leaves behind then.
        await using (var connection = new SqliteConnection($"Data Source={Store}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01')";
            await command.ExecuteNonQueryAsync();
        }

        var starting = Task.Run(() => AgencyHost.Build(new StandardsAgency(), Settings));
        Assert.Same(starting, await Task.WhenAny(starting, Task.Delay(TimeSpan.FromSeconds(30))));
        await (await starting).DisposeAsync();
    }

    private string[] Settings => ["--environment=Development", "--Urls:Http=http://127.0.0.1:0", $"--Data:Folder={_folder}", "--Logging:LogLevel:Default=None"];

    private async Task Fill()
    {
        await using (var app = AgencyHost.Build(new StandardsAgency(), Settings))
        {
            var writer = app.Services.GetRequiredService<Writer<AgencyContext>>();
            for (var number = 0; number < 200; number++)
            {
                await writer.Commit(context =>
                {
                    context.Lpcos.Add(new LpcoRow
                    {
                        Unit = "STANDARDS",
                        Issuer = "STANDARDS",
                        Number = $"LPCO-{number}",
                        DocumentCode = "C640",
                        Holder = "holder-0123456789",
                        Direction = "IM",
                        Hs = "8517",
                        Origin = new string('x', 400),
                        ValidFrom = "2026-01-01",
                        ValidTo = "2026-12-31",
                        Quantity = "",
                    });
                    return Task.CompletedTask;
                });
            }
        }

        SqliteConnection.ClearAllPools();
        Assert.False(File.Exists($"{Store}-wal") && new FileInfo($"{Store}-wal").Length > 0);
    }
}
