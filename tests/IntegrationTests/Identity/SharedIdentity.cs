// SPDX-License-Identifier: Apache-2.0
using Cbm.IntegrationTests.SqlServer;
using Xunit;

namespace Cbm.IntegrationTests.Identity;

/// <summary>One running Identity for the tests that leave the others' people and clients alone: its start hashes many secrets.</summary>
public sealed class SharedIdentity : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cbm-identity-");

    internal RunningIdentity Identity { get; private set; } = null!;

    public string Folder => folder.FullName;

    public async Task InitializeAsync() => Identity = await RunningIdentity.Start(folder.FullName, more: "--Identity:Services:CUSTOMS:Secret=between-us");

    public async Task DisposeAsync()
    {
        await Identity.DisposeAsync();
        await Stores.Drop(folder.FullName);
    }
}

[CollectionDefinition(nameof(SharedIdentity))]
public sealed class SharedIdentityCollection : ICollectionFixture<SharedIdentity>;
