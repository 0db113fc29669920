// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Agriculture;
using Cbm.Contracts;
using Cbm.IntegrationTests.Agencies;
using Cbm.IntegrationTests.Live;
using Cbm.ServiceDefaults.Callers;
using Grpc.Core;
using Xunit;

namespace Cbm.IntegrationTests.Reads;

/// <summary>Whom an agency gave personal or commercial data, and why.</summary>
public sealed class ReadLogTests(RunningAgency<AgricultureAgency> agency) : OfficersAtWork(agency)
{
    private static readonly string[] Exempt =
    [
        // The logs of reads themselves: who asks for them is the auditor of the readers.
        "ListReads", "ListReviewReads",

        // What an officer does with a review stands in its history; done again under its Idempotency-Key it is a read.
        "TakeReview", "ReturnReview", "RequestInformation", "Decide",
    ];

    [Fact]
    public void Every_operation_that_an_office_may_call_is_logged()
    {
        string[] offices = ["officer", "supervisor", "coordinator", "auditor", "admin"];
        var reading = DeclarationService.Descriptor.Methods.Concat(AgencyService.Descriptor.Methods)
            .Where(method => AccessTable.Of(method)!.Role.Intersect(offices).Any());
        Assert.All(reading, method => Assert.Equal(!Exempt.Contains(method.Name), AccessTable.Of(method)!.Logged));
    }

    [Fact]
    public async Task A_review_is_given_to_an_officer_and_it_stands_there_to_whom_and_why()
    {
        var slice = await Queued();
        var id = $"{slice.Mrn}-PLANT_HEALTH";
        var reading = new GetReviewRequest { Id = id };
        await Agency.Reviews.GetReviewAsync(reading, Because(Agency.Officer("o-1", "PLANT_HEALTH"), "complaint 2026/17 of the trader"));
        await Agency.Reviews.GetReviewAsync(reading, RunningAgency<AgricultureAgency>.Signed(Agency.Issuer.Supervisor("AGRICULTURE")));
        await Agency.Reviews.ListReviewsAsync(new ListReviewsRequest { Unit = "PLANT_HEALTH", Limit = 200 }, Agency.Officer("o-2"));

        var reads = (await Reads(slice.Mrn)).Reads;
        Assert.Equal(["ListReviews", "GetReview", "GetReview"], reads.Select(read => read.Operation));
        Assert.Equal(["review", "supervision", "complaint 2026/17 of the trader"], reads.Select(read => read.Purpose));
        Assert.Equal(["officer AGRICULTURE", "supervisor AGRICULTURE", "officer AGRICULTURE PLANT_HEALTH"], reads.Select(read => read.Office));
        Assert.Equal(("o-1", id), (reads[2].By, Assert.Single(reads[2].About)));
        Assert.All(reads, read => Assert.Contains(id, read.About));
        Assert.All(reads, read => Assert.NotEmpty(read.Correlation));
        Assert.Equal(["o-1"], (await Reads(slice.Mrn, by: "o-1")).Reads.Select(read => read.By));
    }

    [Fact]
    public async Task What_is_refused_was_not_given_and_what_cannot_be_put_down_is_not_given()
    {
        var slice = await Queued();
        var reading = new GetReviewRequest { Id = $"{slice.Mrn}-PLANT_HEALTH" };
        Assert.Equal(404, (await Refused(Agency.Reviews.GetReviewAsync(reading, Agency.Officer("vet", "VETERINARY")))).Status);
        var refused = await Refused(Agency.Reviews.GetReviewAsync(reading, Because(Agency.Officer(), new string('x', 201))));
        Assert.Equal((422, "SWR024"), (refused.Status, Assert.Single(refused.Errors).Code));
        Assert.Empty((await Reads(slice.Mrn)).Reads);
    }

    [Fact]
    public async Task A_queue_on_the_screen_is_one_read_and_each_review_that_comes_up_is_another()
    {
        using var http = new HttpClient { BaseAddress = Agency.Address, DefaultRequestVersion = new(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var shown = await Queued();
        using (var stream = await OpenStream.Open(http, "/api/v1/agencies/AGRICULTURE/reviews?unit=PLANT_HEALTH", Agency.Issuer.Officer("AGRICULTURE", "screen", "PLANT_HEALTH")))
        {
            while ((string)(await stream.Next())!.Data["mrn"]! != shown.Mrn)
            {
            }

            var next = await Queued();
            while ((string)(await stream.Next())!.Data["mrn"]! != next.Mrn)
            {
            }

            var reads = (await Reads("", by: "screen")).Reads;
            Assert.Equal(["ListReviews", "ListReviews"], reads.Select(read => read.Operation));
            Assert.Contains($"{shown.Mrn}-PLANT_HEALTH", reads[1].About);
            Assert.Equal([$"{next.Mrn}-PLANT_HEALTH"], reads[0].About);
        }
    }

    [Fact]
    public async Task What_was_done_before_under_the_same_key_is_a_read()
    {
        var slice = await Queued();
        var request = new TakeReviewRequest { Id = $"{slice.Mrn}-PLANT_HEALTH" };
        var metadata = Seen("o-1", (await Agency.Review(slice)).Revision);
        metadata.Add("idempotency-key", Guid.NewGuid().ToString());
        await Agency.Reviews.TakeReviewAsync(request, metadata);
        Assert.Empty((await Reads(slice.Mrn, by: "o-1")).Reads);
        await Agency.Reviews.TakeReviewAsync(request, metadata);
        Assert.Equal("TakeReview", Assert.Single((await Reads(slice.Mrn, by: "o-1")).Reads).Operation);
    }

    [Fact]
    public async Task It_is_read_page_by_page_by_an_auditor_and_the_own_supervisor()
    {
        var slice = await Queued();
        for (var time = 0; time < 3; time++)
        {
            await Agency.Reviews.GetReviewAsync(new GetReviewRequest { Id = $"{slice.Mrn}-PLANT_HEALTH" }, Agency.Officer($"o-{time}"));
        }

        var supervisor = RunningAgency<AgricultureAgency>.Signed(Agency.Issuer.Supervisor("AGRICULTURE"));
        var first = await Agency.Reviews.ListReviewReadsAsync(new ListReviewReadsRequest { About = slice.Mrn, Limit = 2 }, supervisor);
        Assert.Equal(["o-2", "o-1"], first.Reads.Select(read => read.By));
        Assert.Equal(["o-0"], (await Agency.Reviews.ListReviewReadsAsync(new ListReviewReadsRequest { About = slice.Mrn, Limit = 2, Cursor = first.Next }, supervisor))
            .Reads.Select(read => read.By));
        var stranger = RunningAgency<AgricultureAgency>.Signed(Agency.Issuer.Supervisor("HEALTH"));
        Assert.Equal(404, (await Refused(Agency.Reviews.ListReviewReadsAsync(new ListReviewReadsRequest { About = slice.Mrn }, stranger))).Status);
    }

    private async Task<ReadList> Reads(string about, string by = "") => await Agency.Reviews.ListReviewReadsAsync(
        new ListReviewReadsRequest { About = about, By = by }, RunningAgency<AgricultureAgency>.Signed(Agency.Issuer.Token("auditor", "auditor")));

    private static Metadata Because(Metadata metadata, string purpose)
    {
        metadata.Add("x-purpose", purpose);
        return metadata;
    }
}
