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
    public async Task An_answer_counts_whatever_version_it_names_and_a_newer_version_keeps_the_question()
    {
        var slice = await Queued();
        var asked = await Ask(await agency.Take(slice));
        await agency.Hear(new SliceLodged { Slice = Next(slice) });
        var waiting = await agency.Review(slice);
        Assert.Equal((2, ReviewState.InfoRequested, "officer-1"), (waiting.Version, waiting.State, waiting.Assignee));
        Assert.StartsWith("version 2: ", waiting.History[^1].Text, StringComparison.Ordinal);

        Assert.Equal(Verdict.Delivered, await agency.Hear(Answered(slice, asked.Requests[0])));
        var review = await agency.Review(slice);
        Assert.Equal((ReviewState.InReview, "Phalaenopsis amabilis"), (review.State, review.Requests[0].Answers[0].Text));
    }

    [Fact]
    public async Task A_question_that_nobody_answers_in_time_is_closed_once_and_a_late_answer_is_put_on_record()
    {
        var slice = await Queued();
        var asked = await Ask(await agency.Take(slice));
        await agency.LookAtDeadlines(new FakeClock(asked.Requests[0].Due.ToDateTimeOffset()));
        Assert.Equal(ReviewState.InfoRequested, (await agency.Review(slice)).State);

        var late = new FakeClock(asked.Requests[0].Due.ToDateTimeOffset().AddMinutes(1));
        await agency.LookAtDeadlines(late);
        await agency.LookAtDeadlines(late);
        var closed = await agency.Review(slice);
        Assert.Equal((ReviewState.InReview, asked.Revision + 1), (closed.State, closed.Revision));
        Assert.NotNull(closed.Requests[0].ExpiredAt);
        Assert.Equal("deadlineExpired", (await agency.Reports(slice.Mrn))[^1].Step.Name);

        await agency.Hear(Answered(slice, asked.Requests[0]));
        var review = await agency.Review(slice);
        Assert.Equal((ReviewState.InReview, "Phalaenopsis amabilis"), (review.State, review.Requests[0].Answers[0].Text));
        Assert.Equal((await agency.Reports(slice.Mrn))[^1].Revision, review.Revision);
    }

    [Fact]
    public async Task A_refusal_survives_a_newer_version_and_a_withdrawal_which_is_told_once()
    {
        var slice = await Queued();
        var taken = await agency.Take(slice);
        await agency.Reviews.DecideAsync(Burden(taken, Outcome.Refuse), Seen("officer-1", taken.Revision));
        var second = Next(slice);
        second.Requirements.Clear();
        await agency.Hear(new SliceLodged { Slice = second });
        Assert.Equal((2, ReviewState.Refused), ((await agency.Review(slice)).Version, (await agency.Review(slice)).State));

        var withdrawn = Change(second, ChangeKind.Withdrawn);
        await agency.Hear(withdrawn);
        await agency.Hear(withdrawn);
        var review = await agency.Review(slice);
        Assert.Equal((ReviewState.Refused, Outcome.Refuse), (review.State, review.Decision));
        Assert.Equal(
            ["reviewPending", "reviewTaken", "reviewDecided", "reviewDecided", "withdrawalNotApplied"], review.History.Select(step => step.Name));
        Assert.Equal(("withdrawalNotApplied", ReviewState.Refused), ((await agency.Reports(slice.Mrn))[^1].Step.Name, (await agency.Reports(slice.Mrn))[^1].State));
        Assert.Contains((await agency.Reviews.ListReviewsAsync(new ListReviewsRequest { State = "REFUSED", Limit = 200 }, agency.Officer())).Reviews, one => one.Id == review.Id);
    }

    [Fact]
    public async Task A_detention_is_lifted_by_taking_it_and_stands_until_it_is_decided_anew()
    {
        var slice = await Queued();
        var taken = await agency.Take(slice);
        var detained = await agency.Reviews.DecideAsync(Burden(taken, Outcome.Detain), Seen("officer-1", taken.Revision));
        Assert.Equal((ReviewState.Detained, Outcome.Detain), (detained.State, detained.Decision));

        var lifted = await agency.Take(slice, "officer-2");
        Assert.Equal((ReviewState.InReview, "officer-2", Outcome.Unspecified), (lifted.State, lifted.Assignee, lifted.Decision));
        Assert.Equal(Outcome.Detain, Assert.Single((await agency.Reports(slice.Mrn))[^1].Decisions).Outcome);
        var decided = await agency.Reviews.DecideAsync(new DecideRequest { Id = lifted.Id, Outcome = Outcome.Approve }, Seen("officer-2", lifted.Revision));
        Assert.Equal((ReviewState.Approved, Outcome.Approve), (decided.State, Assert.Single(decided.Decisions).Outcome));
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

    [Theory]
    [InlineData("99999999999|1|x")]
    [InlineData("0|9223372036854775807|x")]
    [InlineData("-1|1|x")]
    [InlineData("0|1")]
    public async Task A_forged_cursor_is_refused(string parts)
    {
        var cursor = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(parts)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var refused = await Refused(agency.Reviews.ListReviewsAsync(new ListReviewsRequest { Cursor = cursor }, agency.Officer()));
        Assert.Equal((422, "SWA017"), (refused.Status, Assert.Single(refused.Errors).Code));
    }

    [Fact]
    public async Task What_is_closed_is_not_listed_as_open_by_its_state()
    {
        var slice = await Queued();
        var pending = new ListReviewsRequest { State = "PENDING", Limit = 200 };
        Assert.Contains((await agency.Reviews.ListReviewsAsync(pending, agency.Officer())).Reviews, one => one.Mrn == slice.Mrn);
        await agency.Hear(Change(slice, ChangeKind.Closed));
        Assert.DoesNotContain((await agency.Reviews.ListReviewsAsync(pending, agency.Officer())).Reviews, one => one.Mrn == slice.Mrn);
    }

    [Theory]
    [InlineData("GET", "/api/v1/agencies/agriculture/nothing", 404)]
    [InlineData("DELETE", "/api/v1/agencies/agriculture/reviews", 405)]
    public async Task An_address_that_nobody_answers_is_a_problem_like_any_other(string method, string path, int status)
    {
        using var http = new HttpClient
        {
            BaseAddress = agency.Address,
            DefaultRequestVersion = System.Net.HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Version = http.DefaultRequestVersion,
            VersionPolicy = http.DefaultVersionPolicy,
        };
        using var answer = await http.SendAsync(request);
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains($"\"status\":{status}", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<Review> Ask(Review taken) => await agency.Reviews.RequestInformationAsync(
        new RequestInformationRequest { Id = taken.Id, Questions = { new InformationQuestion { Text = "Which species?", Item = 1 } } }, agency.Officer());

    private static DecideRequest Burden(Review taken, Outcome outcome) =>
        new() { Id = taken.Id, Outcome = outcome, ReasonCode = "R1", LegalBasis = "Act 1" };

    private static Slice Next(Slice slice)
    {
        var next = slice.Clone();
        next.Version++;
        return next;
    }

    private static DeclarationChanged Answered(Slice slice, InformationRequest request)
    {
        var answered = Change(slice, ChangeKind.Answered);
        answered.RequestId = request.Id;
        answered.Answers.Add(new InformationAnswer { Id = request.Questions[0].Id, Text = "Phalaenopsis amabilis" });
        return answered;
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
