// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Client;

/// <summary>Code lists in use. Anyone may ask.</summary>
public sealed class CodelistCalls
{
    private readonly Calls calls;

    internal CodelistCalls(Calls calls) => this.calls = calls;

    /// <summary>Their names.</summary>
    public async Task<IReadOnlyList<CodelistName>> List(CancellationToken cancel = default) => (await calls.Ask<CodelistIndex>("ListCodelists", new ListCodelistsRequest(), cancel)).Lists;

    /// <summary>One list: every code with its meaning. "errors" is the catalogue of error codes.</summary>
    public async Task<Codelist> Get(string list, CancellationToken cancel = default) => await calls.Ask<Codelist>("GetCodelist", new GetCodelistRequest { List = list }, cancel);
}
