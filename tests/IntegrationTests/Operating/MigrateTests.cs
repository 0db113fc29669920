// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Cbm.IntegrationTests.Operating;

/// <summary>The jobs of an operator: migrate before a version is rolled out, restored after a store was put back.</summary>
public sealed class MigrateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cbm-migrate-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_applied_is_applied_once_and_the_stores_life_goes_on_until_it_was_put_back()
    {
        Assert.Equal(0, Run("migrate"));
        var first = await Life();
        Assert.NotEmpty(first);

        Assert.Equal(0, Run("migrate"));
        Assert.Equal(first, await Life());

        Assert.Equal(0, Run("restored"));
        Assert.NotEqual(first, await Life());
    }

    [Fact]
    public void A_store_that_is_not_known_or_not_named_is_told_and_the_exit_code_is_1()
    {
        Assert.Equal(1, Run("migrate", "--Data:Provider=Oracle"));
        Assert.Equal(1, Run("migrate", "--Data:Provider=SqlServer"));
    }

    private int Run(string verb, params string[] more) => DeclarationsService.Run([verb, $"--Data:Folder={_folder}", .. more]);

    private async Task<string> Life()
    {
        var file = new SqliteFile(Path.Combine(_folder, "declarations.db"));
        await using var context = new DeclarationsContext(new DbContextOptionsBuilder<DeclarationsContext>().UseSqlite(file.ForReading).Options);
        Assert.Empty(await context.Database.GetPendingMigrationsAsync());
        return await context.Marks.Where(mark => mark.Partner == PartnerMarks.Self).Select(mark => mark.Life).SingleAsync();
    }
}
