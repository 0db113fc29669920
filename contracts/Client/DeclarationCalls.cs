// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Contracts;

namespace Cbm.Client;

/// <summary>A declaration that was lodged, or that a message about it was applied to.</summary>
/// <param name="View">How it stands.</param>
/// <param name="IsNew">False: it was there already, under the same MRN: the same was lodged before, or a message about it (function code 1, 4, 5 or 13) was applied to it.</param>
public sealed record Lodged(DeclarationView View, bool IsNew);

/// <summary>Declarations: of a trader or its agent, and as officers, carriers and auditors may see them.</summary>
public sealed class DeclarationCalls
{
    private readonly Calls calls;

    internal DeclarationCalls(Calls calls) => this.calls = calls;

    /// <summary>Everything that lodging would check and determine; nothing is stored.</summary>
    public async Task<ValidationAnswer> Validate(DeclarationContent declaration, CancellationToken cancel = default) =>
        await calls.Ask<ValidationAnswer>("ValidateDeclaration", new LodgeRequest(), cancel, content: declaration);

    /// <summary>Lodges a declaration. The same content again under the same LRN is the same declaration; a message about one that was lodged before is applied to it.</summary>
    /// <exception cref="ProblemException">Something in it is wrong (422, with every error), or the LRN is another declaration's (409).</exception>
    public async Task<Lodged> Lodge(DeclarationContent declaration, CancellationToken cancel = default)
    {
        var (view, status) = await calls.AskWithStatus<DeclarationView>("LodgeDeclaration", new LodgeRequest(), cancel, content: declaration);
        return new Lodged(view, status == HttpStatusCode.Created);
    }

    /// <summary>Declarations that the caller may see, newest first.</summary>
    public IAsyncEnumerable<DeclarationSummary> List(ListDeclarationsRequest filter, CancellationToken cancel = default) =>
        calls.List<ListDeclarationsRequest, DeclarationList, DeclarationSummary>("ListDeclarations", filter, page => page.Declarations, cancel);

    /// <summary>How a declaration stands.</summary>
    public async Task<DeclarationView> Get(string mrn, CancellationToken cancel = default) =>
        await calls.Ask<DeclarationView>("GetDeclaration", new GetDeclarationRequest { Mrn = mrn }, cancel);

    /// <summary>Declares anew what the declaration says, with a reason in amendment.changeReasonCode. Where the window answers 503, look whether it was done before sending it again.</summary>
    /// <exception cref="ProblemException">It has changed since it was seen (412).</exception>
    public async Task<DeclarationView> Amend(DeclarationView seen, DeclarationContent amended, CancellationToken cancel = default) =>
        await calls.Ask<DeclarationView>("AmendDeclaration", new AmendRequest { Mrn = seen.Mrn }, cancel, seen.Revision, amended);

    /// <summary>Takes the declaration back before any control.</summary>
    /// <exception cref="ProblemException">It has changed since it was seen (412).</exception>
    public async Task<DeclarationView> Cancel(DeclarationView seen, string reasonCode, string reason, CancellationToken cancel = default) =>
        await calls.Ask<DeclarationView>("CancelDeclaration", new CancelRequest { Mrn = seen.Mrn, ReasonCode = reasonCode, Reason = reason }, cancel, seen.Revision);

    /// <summary>Tells that the goods are there.</summary>
    public async Task<DeclarationView> NotifyArrival(ArrivalRequest arrival, CancellationToken cancel = default) => await calls.Ask<DeclarationView>("NotifyArrival", arrival, cancel);

    /// <summary>Answers questions of the determination and requests of officers, by their ids.</summary>
    public async Task<DeclarationView> Answer(AnswerRequest answers, CancellationToken cancel = default) => await calls.Ask<DeclarationView>("AnswerQuestions", answers, cancel);

    /// <summary>Who sees what of it.</summary>
    public async Task<IReadOnlyList<SliceView>> Slices(string mrn, CancellationToken cancel = default) =>
        (await calls.Ask<SliceList>("ListSlices", new ListSlicesRequest { Mrn = mrn }, cancel)).Slices;

    /// <summary>The WCO responses that the window sent about it, oldest first.</summary>
    public async Task<IReadOnlyList<Response>> Responses(string mrn, CancellationToken cancel = default) =>
        (await calls.Ask<ResponseList>("ListResponses", new ListResponsesRequest { Mrn = mrn }, cancel)).Responses;

    /// <summary>The steps of its log that the caller may see, in order.</summary>
    public async Task<IReadOnlyList<LoggedEvent>> Events(string mrn, CancellationToken cancel = default) =>
        (await calls.Ask<EventList>("ListEvents", new ListEventsRequest { Mrn = mrn }, cancel)).Events;

    /// <summary>The same as it is written, each step once and in order, until the caller has enough.</summary>
    /// <param name="mrn">The declaration.</param>
    /// <param name="after">Place in the log of the last step that the caller has; 0: from the beginning.</param>
    /// <param name="cancel">Ends it.</param>
    public IAsyncEnumerable<LoggedEvent> Follow(string mrn, long after = 0, CancellationToken cancel = default) =>
        calls.Follow<LoggedEvent>("ListEvents", new ListEventsRequest { Mrn = mrn }, after > 0 ? after : null, cancel);

    /// <summary>Whether its goods may leave, for whoever stands at the gate.</summary>
    public async Task<Release> Release(string mrn, CancellationToken cancel = default) => await calls.Ask<Release>("GetRelease", new GetReleaseRequest { Mrn = mrn }, cancel);

    /// <summary>Its log with the hashes, and whether the chain holds, for an auditor.</summary>
    public async Task<AuditTrail> Audit(string mrn, CancellationToken cancel = default) => await calls.Ask<AuditTrail>("GetAudit", new GetAuditRequest { Mrn = mrn }, cancel);
}
