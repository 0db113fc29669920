// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Json;

namespace Cbm.Client;

/// <summary>A schema that the window publishes.</summary>
/// <param name="Name">Its name (declaration.json).</param>
/// <param name="MediaType">What it is written in.</param>
/// <param name="Href">Where it is, relative to the window.</param>
public sealed record PublishedSchema(string Name, string MediaType, string Href);

/// <summary>The form of declaration and response. Anyone may ask.</summary>
public sealed class SchemaCalls
{
    // Files and no operation of the contract, so the contract does not tell where they are.
    private const string Address = "api/v1/schemas";

    private readonly Exchange exchange;

    internal SchemaCalls(Exchange exchange) => this.exchange = exchange;

    /// <summary>Their names.</summary>
    public async Task<IReadOnlyList<PublishedSchema>> List(CancellationToken cancel = default)
    {
        using var answer = await Ask(Address, cancel);
        return (await answer.Content.ReadFromJsonAsync<Index>(cancel))?.Schemas ?? [];
    }

    /// <summary>One schema by its name: JSON Schema 2020-12 or XSD 1.0.</summary>
    public async Task<byte[]> Get(string name, CancellationToken cancel = default)
    {
        using var answer = await Ask($"{Address}/{Uri.EscapeDataString(name)}", cancel);
        return await answer.Content.ReadAsByteArrayAsync(cancel);
    }

    private Task<HttpResponseMessage> Ask(string address, CancellationToken cancel) =>
        exchange.Send(() => new HttpRequestMessage(HttpMethod.Get, address), mayRepeat: true, cancel);

    private sealed record Index(IReadOnlyList<PublishedSchema> Schemas);
}
