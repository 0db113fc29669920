// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Agencies;
using Cbm.Agencies.Standards;
using Cbm.IntegrationTests.SqlServer;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Cbm.IntegrationTests.Access;

/// <summary>A provider that is not the window's Identity, and an agency whose settings name it.</summary>
public sealed class OtherProvider : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cbm-provider-");
    private WebApplication agency = null!;
    private HttpClient http = null!;

    /// <summary>The provider.</summary>
    public ForeignProvider Foreign { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Foreign = await ForeignProvider.Start();
        agency = AgencyHost.Build(
            new StandardsAgency(), ["--environment=Development", "--Urls:Http=http://127.0.0.1:0", .. await Stores.Of(folder.FullName, Stores.Agency("STANDARDS")), .. Foreign.Settings]);
        await agency.StartAsync();
        http = new HttpClient { BaseAddress = new Uri(agency.Urls.First()), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        // Until the keys were heard the agency says that it is away; on a busy machine that takes more than one question.
        await Declarations.RunningWindow.Until(async () => await Status(Foreign.Token("ES256", "oid=o-1 groups=officer department=STANDARDS")) != 503);
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await agency.StopAsync();
        await agency.DisposeAsync();
        await Foreign.DisposeAsync();
        await Stores.Drop(folder.FullName);
    }

    /// <summary>What the agency answers to its bearer.</summary>
    public async Task<int> Status(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/agencies/STANDARDS/reviews") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
