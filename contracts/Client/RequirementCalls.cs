// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Client;

/// <summary>Who regulates what, and what is asked of goods. Anyone may ask.</summary>
public sealed class RequirementCalls
{
    private readonly Calls calls;

    internal RequirementCalls(Calls calls) => this.calls = calls;

    /// <summary>The agencies of the running profile, with their units.</summary>
    public async Task<AgencyList> Agencies(CancellationToken cancel = default) => await calls.Ask<AgencyList>("ListAgencies", new ListAgenciesRequest(), cancel);

    /// <summary>What one agency asks, rule by rule.</summary>
    public async Task<RequirementList> Of(ListRequirementsRequest filter, CancellationToken cancel = default) => await calls.Ask<RequirementList>("ListRequirements", filter, cancel);

    /// <summary>What would be asked of these goods; nothing is stored.</summary>
    public async Task<RequirementAnswer> Query(RequirementQuery goods, CancellationToken cancel = default) => await calls.Ask<RequirementAnswer>("QueryRequirements", goods, cancel);

    /// <summary>What would be asked of the goods of this declaration, which need not be whole; nothing is stored.</summary>
    public async Task<RequirementAnswer> Query(Declaration declaration, CancellationToken cancel = default) =>
        await calls.Ask<RequirementAnswer>("QueryRequirements", new RequirementQuery(), cancel, content: declaration);
}
