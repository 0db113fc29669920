// SPDX-License-Identifier: Apache-2.0
using Cbm.IntegrationTests.Declarations;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Cbm.IntegrationTests.SqlServer;

/// <summary>Where the stores of this run are; where they are files this is skipped, and says why.</summary>
public sealed class StoresTests
{
    [ServerFact]
    public async Task The_stores_of_this_run_are_on_SQL_Server()
    {
        var window = await RunningWindow.Start();
        await using (var context = window.Database())
        {
            Assert.True(context.Database.IsSqlServer());
        }

        Assert.Empty(Directory.EnumerateFiles(window.Folder, "*.db", SearchOption.AllDirectories));
        await window.DisposeAsync();
    }
}
