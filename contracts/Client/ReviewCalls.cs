// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Client;

/// <summary>Reviews of an agency, for its officers and supervisors.</summary>
public sealed class ReviewCalls
{
    private readonly Calls calls;

    internal ReviewCalls(Calls calls) => this.calls = calls;

    /// <summary>The work queue of the agency named, by urgency.</summary>
    public IAsyncEnumerable<Review> List(ListReviewsRequest filter, CancellationToken cancel = default) =>
        calls.List<ListReviewsRequest, ReviewList, Review>("ListReviews", filter, page => page.Reviews, cancel);

    /// <summary>The first page of the queue, then each review of the caller's units as it changes, whatever it was filtered by, until the caller has enough.</summary>
    public IAsyncEnumerable<Review> Follow(ListReviewsRequest filter, CancellationToken cancel = default) =>
        calls.Follow<Review>("ListReviews", filter, null, cancel);

    /// <summary>One review with its slice.</summary>
    public async Task<Review> Get(string agency, string id, CancellationToken cancel = default) =>
        await calls.Ask<Review>("GetReview", new GetReviewRequest { Agency = agency, Id = id }, cancel);

    /// <summary>Takes a review in hand.</summary>
    /// <exception cref="ProblemException">It has changed since it was seen (412), or its state does not allow it (409).</exception>
    public async Task<Review> Take(Review seen, CancellationToken cancel = default) =>
        await calls.Ask<Review>("TakeReview", new TakeReviewRequest { Agency = seen.Agency, Id = seen.Id }, cancel, seen.Revision);

    /// <summary>Puts a review back into the queue.</summary>
    /// <exception cref="ProblemException">It has changed since it was seen (412), or its state does not allow it (409).</exception>
    public async Task<Review> Return(Review seen, CancellationToken cancel = default) =>
        await calls.Ask<Review>("ReturnReview", new ReturnReviewRequest { Agency = seen.Agency, Id = seen.Id }, cancel, seen.Revision);

    /// <summary>Asks the trader.</summary>
    /// <param name="seen">The review.</param>
    /// <param name="questions">Up to 50.</param>
    /// <param name="dueDays">Working days the trader has; 0: five.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Review> RequestInformation(Review seen, IEnumerable<InformationQuestion> questions, int dueDays = 0, CancellationToken cancel = default) =>
        await calls.Ask<Review>("RequestInformation", new RequestInformationRequest { Agency = seen.Agency, Id = seen.Id, Questions = { questions }, DueDays = dueDays }, cancel);

    /// <summary>Decides goods items of a review; agency and id of the decision are the review's.</summary>
    /// <exception cref="ProblemException">It has changed since it was seen (412), or its state does not allow it (409).</exception>
    public async Task<Review> Decide(Review seen, DecideRequest decision, CancellationToken cancel = default)
    {
        var decided = decision.Clone();
        (decided.Agency, decided.Id) = (seen.Agency, seen.Id);
        return await calls.Ask<Review>("Decide", decided, cancel, seen.Revision);
    }
}
