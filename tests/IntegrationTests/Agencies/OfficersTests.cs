// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Agriculture;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Messaging;
using Cbm.TestKit;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Xunit;

namespace Cbm.IntegrationTests.Agencies;

/// <summary>Officers at work: take, return, ask, decide, and what they see.</summary>
public sealed class OfficersTests(RunningAgency<AgricultureAgency> agency) : OfficersAtWork(agency)
{
    [Fact]
    public async Task Only_one_takes_it_only_the_holder_decides_and_a_stale_look_is_refused()
    {
        var slice = await Queued();
        var seen = await Agency.Review(slice);
        var request = new TakeReviewRequest { Id = seen.Id };
        Assert.Equal(428, (await Refused(Agency.Reviews.TakeReviewAsync(request, Agency.Officer()))).Status);
        Assert.Equal(412, (await Refused(Agency.Reviews.TakeReviewAsync(request, Seen("a", 99)))).Status);
        var taken = await Agency.Reviews.TakeReviewAsync(request, Seen("a", seen.Revision));
        Assert.Equal((ReviewState.InReview, "a", 2), (taken.State, taken.Assignee, taken.Revision));
        Assert.Equal(409, (await Refused(Agency.Reviews.TakeReviewAsync(request, Seen("b", 2)))).Status);
        Assert.Equal(409, (await Refused(Agency.Reviews.DecideAsync(new DecideRequest { Id = seen.Id, Outcome = Outcome.Approve }, Seen("b", 2)))).Status);
        var decided = await Agency.Reviews.DecideAsync(new DecideRequest { Id = seen.Id, Outcome = Outcome.Approve }, Seen("a", 2));
        Assert.Equal(ReviewState.Approved, decided.State);
        Assert.Equal(409, (await Refused(Agency.Reviews.DecideAsync(new DecideRequest { Id = seen.Id, Outcome = Outcome.Approve }, Seen("a", 3)))).Status);
        var reports = await Agency.Reports(slice.Mrn);
        Assert.Equal([ReviewState.Pending, ReviewState.InReview, ReviewState.Approved], reports.Select(report => report.State));
        Assert.Equal(RequirementStatus.Judged, Assert.Single(reports[^1].Findings).Status);
        Assert.Equal("a", reports[^1].Step.By);
    }

    [Fact]
    public async Task It_is_returned_by_its_holder_or_a_supervisor_who_does_nothing_else()
    {
        var slice = await Queued();
        var taken = await Agency.Take(slice, "a");
        var back = new ReturnReviewRequest { Id = taken.Id };
        Assert.Equal(409, (await Refused(Agency.Reviews.ReturnReviewAsync(back, Seen("b", 2)))).Status);
        var supervisor = RunningAgency<AgricultureAgency>.Signed(Agency.Issuer.Supervisor("AGRICULTURE"), 2);
        Assert.Equal(403, (await Refused(Agency.Reviews.TakeReviewAsync(new TakeReviewRequest { Id = taken.Id }, supervisor))).Status);
        var returned = await Agency.Reviews.ReturnReviewAsync(back, supervisor);
        Assert.Equal((ReviewState.Pending, ""), (returned.State, returned.Assignee));
    }

    [Fact]
    public async Task A_question_waits_for_the_trader_and_the_answer_brings_it_back_once()
    {
        var slice = await Queued();
        var taken = await Agency.Take(slice);
        var asked = await Agency.Reviews.RequestInformationAsync(
            new RequestInformationRequest { Id = taken.Id, Questions = { new InformationQuestion { Text = "Which species?", Item = 1 } } }, Agency.Officer());
        Assert.Equal(ReviewState.InfoRequested, asked.State);
        Assert.Equal(409, (await Refused(Agency.Reviews.DecideAsync(
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
        Assert.Equal(Verdict.Delivered, await Agency.Hear(answered));
        Assert.Equal(Verdict.Delivered, await Agency.Hear(answered));
        var review = await Agency.Review(slice);
        Assert.Equal((ReviewState.InReview, asked.Revision + 1), (review.State, review.Revision));
        Assert.Equal("T-1", review.Requests[0].Answers[0].Documents[0].Id);
        Assert.NotNull(review.Requests[0].AnsweredAt);
    }

    [Fact]
    public async Task An_officer_of_one_unit_sees_nothing_of_the_other()
    {
        var slice = await Queued();
        var vet = Agency.Officer("vet", "VETERINARY");
        Assert.Equal(404, (await Refused(Agency.Reviews.GetReviewAsync(new GetReviewRequest { Id = $"{slice.Mrn}-PLANT_HEALTH" }, vet))).Status);
        Assert.DoesNotContain((await Agency.Reviews.ListReviewsAsync(new ListReviewsRequest { Limit = 200 }, vet)).Reviews, review => review.Unit != "VETERINARY");
        Assert.Equal(404, (await Refused(Agency.Reviews.ListReviewsAsync(new ListReviewsRequest { Unit = "PLANT_HEALTH" }, vet))).Status);
        Assert.Equal(422, (await Refused(Agency.Reviews.ListReviewsAsync(new ListReviewsRequest { State = "SLEEPING", Limit = 201, Cursor = "x" }, vet))).Status);
    }

    [Fact]
    public async Task The_same_request_under_one_key_is_carried_out_once()
    {
        var slice = await Queued();
        var taken = await Agency.Take(slice);
        var key = Agency.Officer();
        key.Add("idempotency-key", "k1");
        var ask = new RequestInformationRequest { Id = taken.Id, Questions = { new InformationQuestion { Text = "Which?" } } };
        var first = await Agency.Reviews.RequestInformationAsync(ask, key);
        Assert.Equal(first, await Agency.Reviews.RequestInformationAsync(ask, key));
        Assert.Single((await Agency.Review(slice)).Requests);
        ask.Questions[0].Text = "Another?";
        Assert.Equal(409, (await Refused(Agency.Reviews.RequestInformationAsync(ask, key))).Status);
    }

    [Theory]
    [InlineData("99999999999|1|x")]
    [InlineData("0|9223372036854775807|x")]
    [InlineData("-1|1|x")]
    [InlineData("0|1")]
    public async Task A_forged_cursor_is_refused(string parts)
    {
        var cursor = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(parts)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var refused = await Refused(Agency.Reviews.ListReviewsAsync(new ListReviewsRequest { Cursor = cursor }, Agency.Officer()));
        Assert.Equal((422, "SWA017"), (refused.Status, Assert.Single(refused.Errors).Code));
    }

    [Fact]
    public async Task What_is_closed_is_not_listed_as_open_by_its_state()
    {
        var slice = await Queued();
        var pending = new ListReviewsRequest { State = "PENDING", Limit = 200 };
        Assert.Contains((await Agency.Reviews.ListReviewsAsync(pending, Agency.Officer())).Reviews, one => one.Mrn == slice.Mrn);
        await Agency.Hear(Change(slice, ChangeKind.Closed));
        Assert.DoesNotContain((await Agency.Reviews.ListReviewsAsync(pending, Agency.Officer())).Reviews, one => one.Mrn == slice.Mrn);
    }

    [Theory]
    [InlineData("GET", "/api/v1/agencies/agriculture/nothing", 404)]
    [InlineData("DELETE", "/api/v1/agencies/agriculture/reviews", 405)]
    public async Task An_address_that_nobody_answers_is_a_problem_like_any_other(string method, string path, int status)
    {
        using var http = new HttpClient
        {
            BaseAddress = Agency.Address,
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
}
