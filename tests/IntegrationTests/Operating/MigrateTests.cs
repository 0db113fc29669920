// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations;
using Cbm.Declarations.Storage;
using Cbm.IntegrationTests.SqlServer;
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Cbm.IntegrationTests.Operating;

/// <summary>The jobs of an operator: migrate before a version is rolled out, restored after a store was put back.</summary>
public sealed class MigrateTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cbm-migrate-").FullName;

    private string[] _store = [];

    public async Task InitializeAsync() => _store = await Stores.Of(_folder, Stores.Window, isMigrated: false);

    public Task DisposeAsync() => Stores.Drop(_folder);

    [Fact]
    public async Task What_is_applied_is_applied_once_and_the_stores_life_goes_on_until_it_was_put_back()
    {
        Assert.Equal(0, Run("migrate"));
        Assert.Empty(await StoreSetup.Migrate<DeclarationsContext, SqlServerDeclarationsContext>(ServiceHost.SettingsOf(_store), Stores.Window));
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

    private int Run(string verb, params string[] more) => DeclarationsService.Run([verb, .. more.Length > 0 ? [$"--Data:Folder={_folder}"] : _store, .. more]);

    private async Task<string> Life()
    {
        await using var context = new DeclarationsContext((await Stores.SettingsOf(_folder, Stores.Window)).ToRead<DeclarationsContext>());
        return await context.Marks.Where(mark => mark.Partner == PartnerMarks.Self).Select(mark => mark.Life).SingleAsync();
    }
}
