// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Schemas;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cbm.Declarations.Queries;

/// <summary>The schemas of declaration and response, for anyone. They are files and no operation of the contract, so they are mapped by themselves.</summary>
public static class SchemaPages
{
    private const string Address = "/api/v1/schemas";

    /// <summary>Maps the list and each schema.</summary>
    /// <param name="app">The service.</param>
    /// <param name="country">Code of the running profile, which the XML namespaces name.</param>
    public static void MapSchemas(this WebApplication app, string country)
    {
        var published = PublishedSchema.For(country);
        var list = new { schemas = published.Select(schema => new { name = schema.Name, mediaType = schema.MediaType, href = $"{Address}/{schema.Name}" }).ToList() };
        app.MapMethods(Address, ["GET", "HEAD"], () => Results.Json(list));
        app.MapMethods(Address + "/{name}", ["GET", "HEAD"], (HttpContext http, string name) =>
            published.FirstOrDefault(schema => schema.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
                ? Results.Bytes(found.Content, found.MediaType).ExecuteAsync(http)
                : ProblemAnswer.Write(http, Refusal.ProblemOf(Refusal.NotFound("schema"))!, wco: null));
    }
}
