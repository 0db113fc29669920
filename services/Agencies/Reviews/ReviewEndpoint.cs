// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Lpcos;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;
using Google.Protobuf;
using Grpc.Core;

namespace Cbm.Agencies.Reviews;

/// <summary>Officers at work, over gRPC and JSON alike. It translates; pure functions decide.</summary>
public sealed class ReviewEndpoint(
    Office office, ReviewQueue queue, LpcoRegister register, Writer<AgencyContext> writer, TimeProvider clock) : AgencyService.AgencyServiceBase
{
    /// <inheritdoc/>
    public override Task<ReviewList> ListReviews(ListReviewsRequest request, ServerCallContext context)
    {
        office.MustBe(request.Agency);
        return queue.List(request, Caller.Of(context), context.CancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<Review> GetReview(GetReviewRequest request, ServerCallContext context)
    {
        office.MustBe(request.Agency);
        var review = await queue.Find(request.Id, Caller.Of(context), context.CancellationToken);
        context.Tag(review.Revision);
        return review;
    }

    /// <inheritdoc/>
    public override Task<Review> TakeReview(TakeReviewRequest request, ServerCallContext context) =>
        Change(request.Agency, request.Id, Act.Take, request, context, (review, _, caller) =>
        {
            // A detention is lifted by an officer who looks again; until he decides anew, its decisions stand.
            var isLift = review.State == ReviewState.Detained;
            review.State = ReviewLifecycle.After(review.State, isLift ? "lift" : "take");
            review.Decision = Outcome.Unspecified;
            review.Assignee = caller.Subject;
            return ("reviewTaken", isLift ? "Taken again: the detention stands until it is decided anew." : "Taken.");
        });

    /// <inheritdoc/>
    public override Task<Review> ReturnReview(ReturnReviewRequest request, ServerCallContext context) =>
        Change(request.Agency, request.Id, Act.Return, request, context, (review, _, caller) =>
        {
            if (!caller.Is("supervisor"))
            {
                MustHold(review, caller);
            }

            review.State = ReviewLifecycle.After(review.State, "return");
            review.Assignee = "";
            return ("reviewReturned", "Returned to the queue.");
        });

    /// <inheritdoc/>
    public override Task<Review> RequestInformation(RequestInformationRequest request, ServerCallContext context) =>
        Change(request.Agency, request.Id, Act.Ask, request, context, (review, slice, caller) =>
        {
            MustHold(review, caller);
            var after = ReviewLifecycle.After(review.State, "requestInfo");
            Asking.Faults(slice, request).ToList().RefuseIfAny();
            var round = Asking.Round(review, request, caller.Subject, clock.GetUtcNow());
            review.Requests.Add(round);
            review.State = after;
            return ("informationRequested", $"{round.Id}: {string.Join(" ", round.Questions.Select(question => question.Text))}");
        });

    /// <inheritdoc/>
    public override Task<Review> Decide(DecideRequest request, ServerCallContext context) =>
        Change(request.Agency, request.Id, Act.Decide, request, context, (review, slice, caller) =>
        {
            if (review.State != ReviewState.InReview)
            {
                throw Refusal.Conflict($"A review that is {ReviewLifecycle.Word(review.State)} cannot be decided"
                    + (review.State is ReviewState.Pending or ReviewState.Escalated or ReviewState.Detained ? "; take it first." : "."));
            }

            MustHold(review, caller);
            foreach (var decided in Deciding.Decided(review).Intersect(request.Items).Take(1))
            {
                throw Refusal.Conflict($"Goods item {decided} is decided already.");
            }

            var now = clock.GetUtcNow();
            Deciding.Faults(review, slice, request, DateOnly.FromDateTime(now.UtcDateTime)).ToList().RefuseIfAny();
            return ("reviewDecided", Deciding.Apply(review, slice, request, caller.Subject, now));
        });

    /// <inheritdoc/>
    public override Task<LpcoList> ListLpcos(ListLpcosRequest request, ServerCallContext context)
    {
        office.MustBe(request.Agency);
        return register.List(request, Caller.Of(context), context.CancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<ReadList> ListReviewReads(ListReviewReadsRequest request, ServerCallContext context)
    {
        office.MustBe(request.Agency);
        var caller = Caller.Of(context);
        return caller.Is("auditor") || (caller.Is("supervisor") && caller.Agency == office.Code)
            ? await queue.Reads(request, context.CancellationToken)
            : throw Refusal.NotFound("agency");
    }

    /// <inheritdoc/>
    public override async Task<Lpco> RegisterLpco(RegisterLpcoRequest request, ServerCallContext context)
    {
        office.MustBe(request.Agency);
        var (lpco, isNew) = await register.Register(request.Lpco ?? new Lpco(), context);
        context.Tag(lpco.Revision);
        if (isNew)
        {
            context.Created($"/api/v1/agencies/{office.Code}/lpcos?unit={lpco.Unit}&number={Uri.EscapeDataString(lpco.Number)}");
        }

        return lpco;
    }

    /// <inheritdoc/>
    public override async Task<Lpco> WithdrawLpco(WithdrawLpcoRequest request, ServerCallContext context)
    {
        office.MustBe(request.Agency);
        var lpco = await register.Withdraw(request, context);
        context.Tag(lpco.Revision);
        return lpco;
    }

    /// <summary>One step of an officer: found and allowed, at the version that was seen, still asked for; then recorded and reported.</summary>
    private async Task<Review> Change(
        string agency, string id, Act act, IMessage request, ServerCallContext call, Func<Review, Slice, Caller, (string Step, string Text)> step)
    {
        office.MustBe(agency);
        var caller = Caller.Of(call);
        var changed = await writer.Commit(
            async context =>
            {
                // First, since an answer of before is not for one who may not see the review any more.
                var row = await context.Reviews.FindAsync(id) ?? throw Refusal.NotFound("review");
                office.Demand(caller, row.Unit, act, "review");
                return await context.Once(call, request, clock, () => Step(context, row));
            },
            call.CancellationToken);
        call.Tag(changed.Revision);
        return await queue.Completed(changed, call.CancellationToken);

        async Task<Review> Step(AgencyContext context, ReviewRow row)
        {
            call.MustMatch(row.Revision);
            if (!row.InQueue)
            {
                throw Refusal.Conflict("Nothing more is asked of the unit for this declaration.");
            }

            var review = row.Read();
            var (name, text) = step(review, await ReviewQueue.SliceOf(context, row, CancellationToken.None), caller);
            context.Record(row, review, name, caller.Subject, text, clock.GetUtcNow());
            return ReviewQueue.Dated(row, clock.GetUtcNow());
        }
    }

    private static void MustHold(Review review, Caller caller)
    {
        if (review.Assignee != caller.Subject)
        {
            throw Refusal.Conflict(review.Assignee.Length == 0 ? "Take the review first." : "Another officer has taken the review.");
        }
    }
}
