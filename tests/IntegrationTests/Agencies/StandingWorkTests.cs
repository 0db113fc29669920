// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Agriculture;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Messaging;
using Cbm.TestKit;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Xunit;

namespace Cbm.IntegrationTests.Agencies;

/// <summary>What officers did lives on, whatever comes after it: newer versions, late answers, withdrawal, the end.</summary>
public sealed class StandingWorkTests(RunningAgency<AgricultureAgency> agency) : OfficersAtWork(agency)
{
    [Fact]
    public async Task An_answer_counts_whatever_version_it_names_and_a_newer_version_keeps_the_question()
    {
        var slice = await Queued();
        var asked = await Ask(await Agency.Take(slice));
        await Agency.Hear(new SliceLodged { Slice = Next(slice) });
        var waiting = await Agency.Review(slice);
        Assert.Equal((2, ReviewState.InfoRequested, "officer-1"), (waiting.Version, waiting.State, waiting.Assignee));
        Assert.StartsWith("version 2: ", waiting.History[^1].Text, StringComparison.Ordinal);

        Assert.Equal(Verdict.Delivered, await Agency.Hear(Answered(slice, asked.Requests[0])));
        var review = await Agency.Review(slice);
        Assert.Equal((ReviewState.InReview, "Phalaenopsis amabilis"), (review.State, review.Requests[0].Answers[0].Text));
    }

    [Fact]
    public async Task A_fact_of_a_kind_that_only_a_newer_version_knows_waits_for_it()
    {
        Assert.Equal(Verdict.Wait, await Agency.Hear("slice-lodged.PLANT_HEALTH", new Fault { Message = "a kind to come" }));
    }

    [Fact]
    public async Task A_question_that_nobody_answers_in_time_is_closed_once_and_a_late_answer_is_put_on_record()
    {
        var slice = await Queued();
        var asked = await Ask(await Agency.Take(slice));
        await Agency.LookAtDeadlines(new FakeClock(asked.Requests[0].Due.ToDateTimeOffset()));
        Assert.Equal(ReviewState.InfoRequested, (await Agency.Review(slice)).State);

        var late = new FakeClock(asked.Requests[0].Due.ToDateTimeOffset().AddMinutes(1));
        await Agency.LookAtDeadlines(late);
        await Agency.LookAtDeadlines(late);
        var closed = await Agency.Review(slice);
        Assert.Equal((ReviewState.InReview, asked.Revision + 1), (closed.State, closed.Revision));
        Assert.NotNull(closed.Requests[0].ExpiredAt);
        Assert.Equal("deadlineExpired", (await Agency.Reports(slice.Mrn))[^1].Step.Name);

        await Agency.Hear(Answered(slice, asked.Requests[0]));
        var review = await Agency.Review(slice);
        Assert.Equal((ReviewState.InReview, "Phalaenopsis amabilis"), (review.State, review.Requests[0].Answers[0].Text));
        Assert.Equal((await Agency.Reports(slice.Mrn))[^1].Revision, review.Revision);
    }

    [Fact]
    public async Task A_refusal_survives_a_newer_version_and_a_withdrawal_which_is_told_once()
    {
        var slice = await Queued();
        var taken = await Agency.Take(slice);
        await Agency.Reviews.DecideAsync(Burden(taken, Outcome.Refuse), Seen("officer-1", taken.Revision));
        var second = Next(slice);
        second.Requirements.Clear();
        await Agency.Hear(new SliceLodged { Slice = second });
        Assert.Equal((2, ReviewState.Refused), ((await Agency.Review(slice)).Version, (await Agency.Review(slice)).State));

        var withdrawn = Change(second, ChangeKind.Withdrawn);
        await Agency.Hear(withdrawn);
        await Agency.Hear(withdrawn);
        var review = await Agency.Review(slice);
        Assert.Equal((ReviewState.Refused, Outcome.Refuse), (review.State, review.Decision));
        Assert.Equal(
            ["reviewPending", "reviewTaken", "reviewDecided", "reviewDecided", "withdrawalNotApplied"], review.History.Select(step => step.Name));
        Assert.Equal(("withdrawalNotApplied", ReviewState.Refused), ((await Agency.Reports(slice.Mrn))[^1].Step.Name, (await Agency.Reports(slice.Mrn))[^1].State));
        Assert.Contains((await Agency.Reviews.ListReviewsAsync(new ListReviewsRequest { State = "REFUSED", Limit = 200 }, Agency.Officer())).Reviews, one => one.Id == review.Id);
    }

    [Fact]
    public async Task A_detention_is_lifted_by_taking_it_and_stands_until_it_is_decided_anew()
    {
        var slice = await Queued();
        var taken = await Agency.Take(slice);
        var detained = await Agency.Reviews.DecideAsync(Burden(taken, Outcome.Detain), Seen("officer-1", taken.Revision));
        Assert.Equal((ReviewState.Detained, Outcome.Detain), (detained.State, detained.Decision));

        var lifted = await Agency.Take(slice, "officer-2");
        Assert.Equal((ReviewState.InReview, "officer-2", Outcome.Unspecified), (lifted.State, lifted.Assignee, lifted.Decision));
        Assert.Equal(Outcome.Detain, Assert.Single((await Agency.Reports(slice.Mrn))[^1].Decisions).Outcome);
        var decided = await Agency.Reviews.DecideAsync(new DecideRequest { Id = lifted.Id, Outcome = Outcome.Approve }, Seen("officer-2", lifted.Revision));
        Assert.Equal((ReviewState.Approved, Outcome.Approve), (decided.State, Assert.Single(decided.Decisions).Outcome));
    }

    [Fact]
    public async Task Arrival_withdrawal_and_the_end_are_heard_once_early_ones_wait_and_late_ones_are_filed()
    {
        var slice = GivenSlice.For("PLANT_HEALTH", Mrn(), version: 2).Goods("060290").Asks("R", Verification.Form, ["1"]).Cut();
        Assert.Equal(Verdict.Retry, await Agency.Hear(Change(slice, ChangeKind.Arrived)));
        await Agency.Hear(new SliceLodged { Slice = slice });
        await Agency.Hear(Change(slice, ChangeKind.Arrived));
        await Agency.Hear(Change(slice, ChangeKind.Arrived));
        Assert.True((await Agency.Review(slice)).Presented);

        var early = Change(slice, ChangeKind.Withdrawn);
        early.Version = 3;
        Assert.Equal(Verdict.Retry, await Agency.Hear(early));
        var late = Change(slice, ChangeKind.Withdrawn);
        late.Version = 1;
        Assert.Equal(Verdict.Delivered, await Agency.Hear(late));
        Assert.Equal(ReviewState.Pending, (await Agency.Review(slice)).State);

        await Agency.Hear(Change(slice, ChangeKind.Withdrawn));
        var review = await Agency.Review(slice);
        Assert.Equal(ReviewState.Withdrawn, review.State);
        Assert.Equal(["reviewPending", "goodsArrived", "lateChange", "reviewWithdrawn"], review.History.Select(step => step.Name));
        Assert.DoesNotContain((await Agency.Reviews.ListReviewsAsync(new ListReviewsRequest { Limit = 200 }, Agency.Officer())).Reviews, one => one.Id == review.Id);
    }

    [Fact]
    public async Task What_is_closed_leaves_the_queue_and_cannot_be_taken()
    {
        var slice = await Queued();
        await Agency.Hear(Change(slice, ChangeKind.Closed));
        var review = await Agency.Review(slice);
        Assert.Equal(409, (await Refused(Agency.Reviews.TakeReviewAsync(new TakeReviewRequest { Id = review.Id }, Seen("a", review.Revision)))).Status);
        Assert.DoesNotContain((await Agency.Reviews.ListReviewsAsync(new ListReviewsRequest { Limit = 200 }, Agency.Officer())).Reviews, one => one.Id == review.Id);
    }
}
