// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.States;
using Cbm.Declarations.Consolidation;
using Xunit;
using static Cbm.UnitTests.Consolidation.GivenStanding;

namespace Cbm.UnitTests.Consolidation;

public sealed class LifecycleTests
{
    public static TheoryData<string, Standing, string> Ways => new()
    {
        { "ACCEPTED", Of(1), "noControl" },
        { "ACCEPTED", Of(1, Customs()), "reviewsOpened consolidatedClear" },
        { "ACCEPTED", Of(1, Customs(ReviewState.Pending)), "reviewsOpened" },
        { "ACCEPTED", Of(1, Customs(ReviewState.Pending)) with { Questions = [[]] }, "questionsOpen" },
        { "PRE_LODGED", Of(1) with { Presented = false }, "allClearNotPresented" },
        { "PRE_LODGED", Of(1), "allClearNotPresented goodsArrived" },
        { "PRE_LODGED", Of(1, Customs(ReviewState.Refused)) with { Presented = false }, "reviewsOpened refuse" },
        { "PRE_LODGED", Of(1) with { Presented = false, Questions = [[1]] }, "questionsOpen" },
        { "UNDER_REVIEW", Of(1, Customs(ReviewState.Pending)), "" },
        { "UNDER_REVIEW", Of(1, Customs(ReviewState.InfoRequested)), "informationRequested" },
        { "UNDER_REVIEW", Of(1, Customs()) with { Presented = false }, "allClearNotPresented" },
        { "AWAITING_TRADER", Of(1, Customs(ReviewState.InReview)), "informationSupplied" },
        { "AWAITING_TRADER", Of(1, Customs(ReviewState.Detained)), "detain" },
        { "INSPECTION", Of(1, Customs(ReviewState.InfoRequested)), "inspectionConcluded" },
        { "AWAITING_ARRIVAL", Of(1, Customs()), "goodsArrived" },
        { "AWAITING_ARRIVAL", Of(1, Customs(ReviewState.Pending)) with { Presented = false }, "reviewReopened" },
        { "DETAINED", Of(1, Customs()), "liftDetention consolidatedClear" },
        { "DETAINED", Of(1, Customs(ReviewState.Refused)), "refuse" },
        { "UNDER_REVIEW", Of(1, Customs(ReviewState.Detained)) with { Seized = true }, "detain seize" },
        { "AWAITING_PAYMENT", Of(1, Customs()), "paymentSecured" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_way(string from, Standing standing, string events) =>
        Assert.Equal(events, string.Join(' ', DeclarationLifecycle.Moves(from, Consolidator.Consolidate(standing)).Select(m => m.Event)));

    [Theory]
    [InlineData("RELEASED")]
    [InlineData("REFUSED")]
    [InlineData("CANCELLED")]
    [InlineData("DRAFT")]
    public void What_is_over_or_not_begun_is_not_reopened_by_a_report(string from) =>
        Assert.Throws<IllegalMoveException>(() => DeclarationLifecycle.Moves(from, Consolidator.Consolidate(Of(1, Customs(ReviewState.Pending)))));
}
