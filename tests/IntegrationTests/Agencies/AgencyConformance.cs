// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Messaging;
using Cbm.TestKit;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Xunit;

namespace Cbm.IntegrationTests.Agencies;

/// <summary>What every agency must do, whoever it is: a new one inherits it in one line.</summary>
public abstract class AgencyConformance<TAgency>(RunningAgency<TAgency> agency) : IClassFixture<RunningAgency<TAgency>>
    where TAgency : IAgency, new()
{
    private static int _next;

    private string AnyUnit => agency.Agency.Units[0].Code;

    [Fact]
    public async Task Its_mandate_is_its_table_and_the_same_after_a_restart()
    {
        var service = RunningAgency<TAgency>.Signed(agency.Issuer.Service("DECLARATIONS"));
        var mandate = await agency.Mandates.GetMandateAsync(new GetMandateRequest(), service);

        Assert.Equal(agency.Agency.Code, mandate.Agency);
        Assert.NotEmpty(mandate.Requirements);
        Assert.Equal(agency.Agency.Units.Select(unit => unit.Code), mandate.Units.Select(unit => unit.Code));
        Assert.All(mandate.Requirements, rule => Assert.Contains(rule.Unit, agency.Agency.Units.Select(unit => unit.Code)));
        Assert.Matches(@"^\d{4}-\d\d-\d\d$", mandate.Since);

        await agency.Stop();
        await agency.Start();
        Assert.Equal(mandate, await agency.Mandates.GetMandateAsync(new GetMandateRequest(), service));
    }

    [Fact]
    public async Task Nobody_but_a_service_gets_its_mandate()
    {
        var refused = await RunningAgency<TAgency>.Refused(agency.Mandates.GetMandateAsync(new GetMandateRequest(), agency.Officer()));
        Assert.Equal(403, refused.Status);
    }

    [Fact]
    public async Task Every_rule_with_a_good_document_is_decided_by_rule_or_queued_for_a_stated_reason()
    {
        foreach (var rule in agency.Agency.Requirements.Requirements)
        {
            var slice = Slice(rule);
            foreach (var code in FirstAlternative(rule))
            {
                var number = $"{slice.Cut().Mrn}-{code}";
                slice.Document(code, number);
                if (rule.Verification == Verification.Register)
                {
                    await Register(rule, code, number, slice.Cut());
                }
            }

            Assert.Equal(Verdict.Delivered, await agency.Hear(slice.Announced()));
            var review = await agency.Review(slice.Cut());
            var mayQueue = review.Controls.Count > 0 || rule.Obligation == Obligation.Prohibited;
            Assert.True(mayQueue == (review.State == ReviewState.Pending), $"{rule.Id}: {review.State}, {string.Join(" ", review.Reasons)}");
            Assert.Equal(mayQueue ? Outcome.Unspecified : Outcome.Approve, review.Decision);
            Assert.NotEmpty(review.Reasons);
            Assert.Equal(GivenSlice.Lodged.AddHours(rule.TargetReviewHours), review.Due.ToDateTimeOffset());
        }
    }

    [Fact]
    public async Task Every_rule_without_its_document_is_queued_with_the_finding()
    {
        foreach (var rule in agency.Agency.Requirements.Requirements.Where(rule => rule.Verification != Verification.None))
        {
            var slice = Slice(rule);
            await agency.Hear(slice.Announced());
            var review = await agency.Review(slice.Cut());
            Assert.Equal(ReviewState.Pending, review.State);
            var finding = Assert.Single(review.Findings);
            Assert.Equal(RequirementStatus.Missing, finding.Status);
            Assert.Contains(review.Reasons, reason => reason.Contains(finding.Text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Every_disclaimed_rule_is_waived_by_rule()
    {
        foreach (var rule in agency.Agency.Requirements.Requirements.Where(rule => rule.DisclaimerCode.Length > 0))
        {
            var slice = Slice(rule);
            slice.Cut().Requirements[0].Requirement.Status = RequirementStatus.Waived;
            await agency.Hear(slice.Announced());
            var review = await agency.Review(slice.Cut());
            Assert.Equal((ReviewState.Waived, Outcome.Waive), (review.State, review.Decision));
        }
    }

    [Fact]
    public async Task The_same_slice_twice_is_one_review_and_one_report()
    {
        var fact = Missing().Announced();
        Assert.Equal(Verdict.Delivered, await agency.Hear(fact));
        Assert.Equal(Verdict.Delivered, await agency.Hear(fact));

        var report = Assert.Single(await agency.Reports(fact.Slice.Mrn));
        Assert.Equal((1, 1, ReviewState.Pending), (report.Version, report.Revision, report.State));
        Assert.Single((await agency.Review(fact.Slice)).History);
    }

    [Fact]
    public async Task An_older_version_is_ignored_and_a_newer_one_finds_the_officer_at_work_with_the_history()
    {
        var second = Missing();
        second.Cut().Version = 2;
        await agency.Hear(second.Announced());
        await agency.Take(second.Cut());
        var first = second.Announced().Clone();
        first.Slice.Version = 1;
        Assert.Equal(Verdict.Delivered, await agency.Hear(first));
        Assert.Equal((2, ReviewState.InReview), await Standing());

        var third = second.Announced().Clone();
        third.Slice.Version = 3;
        await agency.Hear(third);
        Assert.Equal((3, ReviewState.InReview), await Standing());
        Assert.Equal(["reviewPending", "reviewTaken", "reviewPending"], (await agency.Review(second.Cut())).History.Select(step => step.Name));
        Assert.Equal([1, 2, 3], (await agency.Reports(second.Cut().Mrn)).Select(report => report.Revision));

        async Task<(int, ReviewState)> Standing()
        {
            var review = await agency.Review(second.Cut());
            return (review.Version, review.State);
        }
    }

    [Fact]
    public async Task What_is_not_for_its_units_is_poisonous()
    {
        var strange = Missing().Announced();
        strange.Slice.Unit = "NO_UNIT_OF_OURS";
        Assert.Equal(Verdict.Poisonous, await agency.Hear($"slice-lodged.{AnyUnit}", strange));
    }

    [Fact]
    public async Task An_officer_of_another_unit_or_agency_finds_nothing()
    {
        var slice = Missing();
        await agency.Hear(slice.Announced());
        var request = new GetReviewRequest { Agency = agency.Agency.Code, Id = $"{slice.Cut().Mrn}-{slice.Cut().Unit}" };
        foreach (var token in new[] { agency.Issuer.Officer("SOMEBODY_ELSE"), agency.Issuer.Officer(agency.Agency.Code, "o", "NO_UNIT_OF_OURS") })
        {
            var refused = await RunningAgency<TAgency>.Refused(agency.Reviews.GetReviewAsync(request, RunningAgency<TAgency>.Signed(token)));
            Assert.Equal(404, refused.Status);
        }

        var trader = await RunningAgency<TAgency>.Refused(agency.Reviews.GetReviewAsync(request, RunningAgency<TAgency>.Signed(agency.Issuer.Trader())));
        Assert.Equal(403, trader.Status);
        request.Agency = "SOMEBODY_ELSE";
        Assert.Equal(404, (await RunningAgency<TAgency>.Refused(agency.Reviews.GetReviewAsync(request, agency.Officer()))).Status);
    }

    [Fact]
    public async Task A_drawn_control_must_be_recorded_before_approval()
    {
        var slice = GivenSlice.For(AnyUnit, Mrn()).Goods("080251").Asks("OWN-1", Verification.None, percent: 100, controls: ["DOC", "PHY"]);
        await agency.Hear(slice.Announced());
        var taken = await agency.Take(slice.Cut());
        Assert.Equal("PHY", Assert.Single(taken.Controls).Type);

        var request = new DecideRequest { Agency = agency.Agency.Code, Id = taken.Id, Outcome = Outcome.Approve };
        var refused = await RunningAgency<TAgency>.Refused(agency.Reviews.DecideAsync(request, agency.Signed("officer-1", taken)));
        Assert.Equal((422, "SWA010"), (refused.Status, Assert.Single(refused.Errors).Code));

        request.Controls.Add(new Control { Requirement = "OWN-1", Item = 1, Type = "PHY", Result = "CONFORM" });
        var decided = await agency.Reviews.DecideAsync(request, agency.Signed("officer-1", taken));
        Assert.Equal((ReviewState.Approved, Outcome.Approve), (decided.State, decided.Decision));
        Assert.Equal("officer-1", Assert.Single(decided.Decisions).By);
    }

    [Fact]
    public async Task The_queue_shows_the_most_urgent_first_page_by_page()
    {
        for (var hours = 3; hours > 0; hours--)
        {
            await agency.Hear(GivenSlice.For(AnyUnit, Mrn()).Goods("080251").Asks("OWN-2", Verification.Form, ["380"], targetHours: hours).Announced());
        }

        var request = new ListReviewsRequest { Agency = agency.Agency.Code, Unit = AnyUnit, Limit = 2 };
        var all = new List<Review>();
        do
        {
            var page = await agency.Reviews.ListReviewsAsync(request, agency.Officer());
            Assert.True(page.Reviews.Count <= 2);
            all.AddRange(page.Reviews);
            request.Cursor = page.Next;
        }
        while (request.Cursor.Length > 0);

        var open = all.TakeWhile(review => review.Decision == Outcome.Unspecified).ToList();
        Assert.True(open.Count >= 3);
        Assert.Equal(open.OrderBy(review => review.Due.ToDateTimeOffset()).Select(review => review.Due), open.Select(review => review.Due));
        Assert.All(all.Skip(open.Count), review => Assert.NotEqual(Outcome.Unspecified, review.Decision));
        Assert.Equal(all.Count, all.Select(review => review.Id).Distinct().Count());
        Assert.All(all, review => Assert.Null(review.Slice));
    }

    protected static string Mrn() => $"26FI{Interlocked.Increment(ref _next):D12}R0";

    private GivenSlice Missing() => GivenSlice.For(AnyUnit, Mrn()).Goods("080251").Asks("OWN-3", Verification.Form, ["380"]);

    private static GivenSlice Slice(Requirement rule) =>
        GivenSlice.For(rule.Unit, Mrn(), direction: rule.Direction).Goods(HsOf(rule)).Asks(rule);

    private static string HsOf(Requirement rule) => rule.HsInclude[0] == "*" ? "080251" : rule.HsInclude[0].PadRight(6, '0');

    private static string[] FirstAlternative(Requirement rule) =>
        rule.EuDoc.Concat(rule.Un1001).FirstOrDefault()?.Split('+') ?? [];

    private async Task Register(Requirement rule, string code, string number, Slice slice) => await agency.Reviews.RegisterLpcoAsync(
        new RegisterLpcoRequest
        {
            Agency = agency.Agency.Code,
            Lpco = new Lpco
            {
                Number = number,
                Unit = rule.Unit,
                DocumentCode = code,
                Holder = slice.Declaration.Declarant.Id,
                Direction = rule.Direction,
                Hs = { HsOf(rule)[..4] },
                ValidFrom = "2026-01-01",
                ValidTo = "2026-12-31",
            },
        },
        agency.Officer());
}

internal static class Signing
{
    /// <summary>An officer who has seen the review as it stands.</summary>
    public static Metadata Signed<TAgency>(this RunningAgency<TAgency> agency, string subject, Review seen)
        where TAgency : IAgency, new() =>
        RunningAgency<TAgency>.Signed(agency.Issuer.Officer(agency.Agency.Code, subject), seen.Revision);
}
