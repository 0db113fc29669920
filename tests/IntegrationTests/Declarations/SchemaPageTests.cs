// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Contracts.Schemas;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>The schemas, for anyone.</summary>
public sealed class SchemaPageTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    [Fact]
    public async Task All_of_them_are_listed_and_served()
    {
        var listed = (await window.As(null).Get("/api/v1/schemas")).Json["schemas"]!.AsArray();
        Assert.Equal(PublishedSchema.For("XX").Select(schema => schema.Name), listed.Select(schema => (string)schema!["name"]!));
        foreach (var schema in listed)
            Assert.Equal(HttpStatusCode.OK, (await window.As(null).Get((string)schema!["href"]!)).Status);
    }

    [Fact]
    public async Task One_that_does_not_exist() =>
        Assert.Equal(HttpStatusCode.NotFound, (await window.As(null).Get("/api/v1/schemas/customs.json")).Status);

    [Fact]
    public async Task The_code_lists_are_listed_with_the_error_catalogue()
    {
        var lists = (await window.As(null).Get("/api/v1/codelists")).Json["lists"]!.AsArray().Select(list => (string)list!["list"]!).ToList();
        Assert.Contains("errors", lists);
        Assert.Contains("ISO3166", lists);
        Assert.All(lists, list => Assert.NotEmpty(list));
    }
}
