// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Client;

/// <summary>Who may act for whom.</summary>
public sealed class RepresentationCalls
{
    private readonly Calls calls;

    internal RepresentationCalls(Calls calls) => this.calls = calls;

    /// <summary>A trader gives an agent the right to act for it.</summary>
    public async Task<Representation> Give(GiveRepresentationRequest representation, CancellationToken cancel = default) =>
        await calls.Ask<Representation>("GiveRepresentation", representation, cancel);

    /// <summary>Those given and those held, ended ones too.</summary>
    public IAsyncEnumerable<Representation> List(CancellationToken cancel = default) =>
        calls.List<ListRepresentationsRequest, RepresentationList, Representation>("ListRepresentations", new ListRepresentationsRequest { Limit = Most }, page => page.Representations, cancel);

    /// <summary>One that the caller gave or holds.</summary>
    public async Task<Representation> Get(string id, CancellationToken cancel = default) =>
        await calls.Ask<Representation>("GetRepresentation", new GetRepresentationRequest { Id = id }, cancel);

    /// <summary>Ends it: from this moment on it gives no right.</summary>
    public async Task<Representation> End(string id, CancellationToken cancel = default) =>
        await calls.Ask<Representation>("EndRepresentation", new EndRepresentationRequest { Id = id }, cancel);

    // Rows of a page.
    private const int Most = 200;
}
