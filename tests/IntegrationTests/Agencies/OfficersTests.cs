// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Agriculture;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Messaging;
using Cbm.TestKit;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Xunit;

namespace Cbm.IntegrationTests.Agencies;

/// <summary>Officers at work and what the window tells them meanwhile, on an agency with two units.</summary>
public sealed class OfficersTests(RunningAgency<AgricultureAgency> agency) : IClassFixture<RunningAgency<AgricultureAgency>>
{
    private static int _next;

    [Fact]
    public async Task Only_one_takes_it_only_the_holder_decides_and_a_stale_look_is_refused()
    {
        var slice = await Queued();
        var seen = await agency.Review(slice);
        var request = new TakeReviewRequest { Id = seen.Id };
        Assert.Equal(428, (await Refused(agency.Reviews.TakeReviewAsync(request, agency.Officer()))).Status);
        Assert.Equal(412, (await Refused(agency.Reviews.TakeReviewAsync(request, Seen("a", 99)))).Status);
        var taken = await agency.Reviews.TakeReviewAsync(request, Seen("a", seen.Revision));
        Assert.Equal((ReviewState.InReview, "a", 2), (taken.State, taken.Assignee, taken.Revision));
        Assert.Equal(409, (await Refused(agency.Reviews.TakeReviewAsync(request, Seen("b", 2)))).Status);
        Assert.Equal(409, (await Refused(agency.Reviews.DecideAsync(new DecideRequest { Id = seen.Id, Outcome = Outcome.Approve }, Seen("b", 2)))).Status);
        var decided = await agency.Reviews.DecideAsync(new DecideRequest { Id = seen.Id, Outcome = Outcome.Approve }, Seen("a", 2));
        Assert.Equal(ReviewState.Approved, decided.State);
        Assert.Equal(409, (await Refused(agency.Reviews.DecideAsync(new DecideRequest { Id = seen.Id, Outcome = Outcome.Approve }, Seen("a", 3)))).Status);
        var reports = await agency.Reports(slice.Mrn);
        Assert.Equal([ReviewState.Pending, ReviewState.InReview, ReviewState.Approved], reports.Select(report => report.State));
        Assert.Equal(RequirementStatus.Judged, Assert.Single(reports[^1].Findings).Status);
        Assert.Equal("a", reports[^1].Step.By);
    }

    [Fact]
    public async Task It_is_returned_by_its_holder_or_a_supervisor_who_does_nothing_else()
    {
        var slice = await Queued();
        var taken = await agency.Take(slice, "a");
        var back = new ReturnReviewRequest { Id = taken.Id };
        Assert.Equal(409, (await Refused(agency.Reviews.ReturnReviewAsync(back, Seen("b", 2)))).Status);
        var supervisor = RunningAgency<AgricultureAgency>.Signed(agency.Issuer.Supervisor("AGRICULTURE"), 2);
        Assert.Equal(403, (await Refused(agency.Reviews.TakeReviewAsync(new TakeReviewRequest { Id = taken.Id }, supervisor))).Status);
        var returned = await agency.Reviews.ReturnReviewAsync(back, supervisor);
        Assert.Equal((ReviewState.Pending, ""), (returned.State, returned.Assignee));
    }

    [Fact]
    public async Task A_question_waits_for_the_trader_and_the_answer_brings_it_back_once()
    {
        var slice = await Queued();
        var taken = await agency.Take(slice);
        var asked = await agency.Reviews.RequestInformationAsync(
            new RequestInformationRequest { Id = taken.Id, Questions = { new InformationQuestion { Text = "Which species?", Item = 1 } } }, agency.Officer());
        Assert.Equal(ReviewState.InfoRequested, asked.State);
        Assert.Equal(409, (await Refused(agency.Reviews.DecideAsync(
            new DecideRequest { Id = taken.Id, Outcome = Outcome.Approve }, Seen("officer-1", asked.Revision)))).Status);

        var request = Assert.Single(asked.Requests);
        var answered = Change(slice, ChangeKind.Answered);
        answered.RequestId = request.Id;
        answered.Answers.Add(new InformationAnswer
        {
            Id = request.Questions[0].Id,
            Text = "Phalaenopsis amabilis",
            Documents = { new AdditionalDocument { TypeCode = "4", Id = "T-1" } },
        });
        Assert.Equal(Verdict.Delivered, await agency.Hear(answered));
        Assert.Equal(Verdict.Delivered, await agency.Hear(answered));
        var review = await agency.Review(slice);
        Assert.Equal((ReviewState.InReview, asked.Revision + 1), (review.State, review.Revision));
        Assert.Equal("T-1", review.Requests[0].Answers[0].Documents[0].Id);
        Assert.NotNull(review.Requests[0].AnsweredAt);
    }

    [Fact]
    public async Task Arrival_withdrawal_and_the_end_are_heard_once_early_ones_wait_and_late_ones_are_filed()
    {
        var slice = GivenSlice.For("PLANT_HEALTH", Mrn(), version: 2).Goods("060290").Asks("R", Verification.Form, ["1"]).Cut();
        Assert.Equal(Verdict.Retry, await agency.Hear(Change(slice, ChangeKind.Arrived)));
        await agency.Hear(new SliceLodged { Slice = slice });
        await agency.Hear(Change(slice, ChangeKind.Arrived));
        await agency.Hear(Change(slice, ChangeKind.Arrived));
        Assert.True((await agency.Review(slice)).Presented);

        var early = Change(slice, ChangeKind.Withdrawn);
        early.Version = 3;
        Assert.Equal(Verdict.Retry, await agency.Hear(early));
        var late = Change(slice, ChangeKind.Withdrawn);
        late.Version = 1;
        Assert.Equal(Verdict.Delivered, await agency.Hear(late));
        Assert.Equal(ReviewState.Pending, (await agency.Review(slice)).State);

        await agency.Hear(Change(slice, ChangeKind.Withdrawn));
        var review = await agency.Review(slice);
        Assert.Equal(ReviewState.Withdrawn, review.State);
        Assert.Equal(["reviewPending", "goodsArrived", "lateChange", "reviewWithdrawn"], review.History.Select(step => step.Name));
        Assert.DoesNotContain((await agency.Reviews.ListReviewsAsync(new ListReviewsRequest { Limit = 200 }, agency.Officer())).Reviews, one => one.Id == review.Id);
    }

    [Fact]
    public async Task What_is_closed_leaves_the_queue_and_cannot_be_taken()
    {
        var slice = await Queued();
        await agency.Hear(Change(slice, ChangeKind.Closed));
        var review = await agency.Review(slice);
        Assert.Equal(409, (await Refused(agency.Reviews.TakeReviewAsync(new TakeReviewRequest { Id = review.Id }, Seen("a", review.Revision)))).Status);
        Assert.DoesNotContain((await agency.Reviews.ListReviewsAsync(new ListReviewsRequest { Limit = 200 }, agency.Officer())).Reviews, one => one.Id == review.Id);
    }

    [Fact]
    public async Task An_officer_of_one_unit_sees_nothing_of_the_other()
    {
        var slice = await Queued();
        var vet = agency.Officer("vet", "VETERINARY");
        Assert.Equal(404, (await Refused(agency.Reviews.GetReviewAsync(new GetReviewRequest { Id = $"{slice.Mrn}-PLANT_HEALTH" }, vet))).Status);
        Assert.DoesNotContain((await agency.Reviews.ListReviewsAsync(new ListReviewsRequest { Limit = 200 }, vet)).Reviews, review => review.Unit != "VETERINARY");
        Assert.Equal(404, (await Refused(agency.Reviews.ListReviewsAsync(new ListReviewsRequest { Unit = "PLANT_HEALTH" }, vet))).Status);
        Assert.Equal(422, (await Refused(agency.Reviews.ListReviewsAsync(new ListReviewsRequest { State = "SLEEPING", Limit = 201, Cursor = "x" }, vet))).Status);
    }

    [Fact]
    public async Task The_same_request_under_one_key_is_carried_out_once()
    {
        var slice = await Queued();
        var taken = await agency.Take(slice);
        var key = agency.Officer();
        key.Add("idempotency-key", "k1");
        var ask = new RequestInformationRequest { Id = taken.Id, Questions = { new InformationQuestion { Text = "Which?" } } };
        var first = await agency.Reviews.RequestInformationAsync(ask, key);
        Assert.Equal(first, await agency.Reviews.RequestInformationAsync(ask, key));
        Assert.Single((await agency.Review(slice)).Requests);
        ask.Questions[0].Text = "Another?";
        Assert.Equal(409, (await Refused(agency.Reviews.RequestInformationAsync(ask, key))).Status);
    }

    private async Task<Slice> Queued()
    {
        var slice = GivenSlice.For("PLANT_HEALTH", Mrn()).Goods("060290").Asks("R", Verification.Form, ["1"]).Cut();
        await agency.Hear(new SliceLodged { Slice = slice });
        return slice;
    }

    private Metadata Seen(string subject, int revision) => RunningAgency<AgricultureAgency>.Signed(agency.Issuer.Officer("AGRICULTURE", subject), revision);

    private static Task<Problem> Refused<T>(AsyncUnaryCall<T> call) => RunningAgency<AgricultureAgency>.Refused(call);

    private static string Mrn() => $"26FI{Interlocked.Increment(ref _next):D12}R1";

    private static DeclarationChanged Change(Slice slice, ChangeKind kind) => new()
    {
        Mrn = slice.Mrn,
        Unit = slice.Unit,
        Version = slice.Version,
        Kind = kind,
        At = Timestamp.FromDateTimeOffset(GivenSlice.Lodged),
        State = kind == ChangeKind.Closed ? "RELEASED" : "",
    };
}
