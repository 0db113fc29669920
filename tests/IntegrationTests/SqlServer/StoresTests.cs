// SPDX-License-Identifier: Apache-2.0
using Cbm.IntegrationTests.Declarations;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Cbm.IntegrationTests.SqlServer;

/// <summary>Where the stores of this run are; where they are files this is skipped, and says why.</summary>
public sealed class StoresTests
{
    [Fact]
    public void Where_a_server_is_named_it_is_used() =>
        Assert.True(TestServer.WhyNot is null || string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CBM_TEST_SQLSERVER")), TestServer.WhyNot);

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
