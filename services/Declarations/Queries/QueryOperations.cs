// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Queries;
using Cbm.ServiceDefaults.Doors;
using Grpc.Core;

namespace Cbm.Declarations;

/// <summary>What anybody may ask: who regulates what, code lists, whether a document holds. Nothing is stored.</summary>
public sealed partial class DeclarationEndpoint
{
    /// <inheritdoc/>
    public override Task<AgencyList> ListAgencies(ListAgenciesRequest request, ServerCallContext context) =>
        Task.FromResult(mandates.Describe());

    /// <inheritdoc/>
    public override Task<RequirementList> ListRequirements(ListRequirementsRequest request, ServerCallContext context) =>
        Task.FromResult(queries.Requirements(request));

    /// <inheritdoc/>
    public override Task<RequirementAnswer> QueryRequirements(RequirementQuery request, ServerCallContext context) =>
        Task.FromResult(queries.Query(request, ReadFaults.Of(context)));

    /// <inheritdoc/>
    public override Task<CodelistIndex> ListCodelists(ListCodelistsRequest request, ServerCallContext context) =>
        Task.FromResult(PublicQueries.Lists());

    /// <inheritdoc/>
    public override Task<Codelist> GetCodelist(GetCodelistRequest request, ServerCallContext context) =>
        Task.FromResult(PublicQueries.List(request.List));

    /// <inheritdoc/>
    public override Task<LpcoVerification> VerifyLpco(VerifyLpcoRequest request, ServerCallContext context) =>
        queries.Verify(request, context.CancellationToken);
}
