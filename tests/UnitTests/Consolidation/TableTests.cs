// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Consolidation;
using Xunit;
using Xunit.Abstractions;
using static Cbm.UnitTests.Consolidation.GivenStanding;

namespace Cbm.UnitTests.Consolidation;

/// <summary>Brief 11.2, line by line: a case that hits the line, and one that just misses it.</summary>
public sealed class TableTests(ITestOutputHelper output)
{
    private sealed record Case(int Line, Standing Hits, Standing Misses);

    private static readonly UnitStanding HealthRefuses2 = Health(ReviewState.Refused) with
    {
        Decisions = [Decide(1, Outcome.Approve), Decide(2, Outcome.Refuse)],
    };

    private static readonly Case[] Consignment =
    [
        new(0, Of(1, Customs()) with { Seized = true }, Of(1, Customs())),
        new(1, Of(1, Health(ReviewState.Detained)), Of(1, Health(ReviewState.InReview))),
        new(1, Of(1, Health(ReviewState.InReview) with { Decisions = [Decide(1, Outcome.Detain)] }),
            Of(1, Health(ReviewState.InReview) with { Decisions = [Decide(1, Outcome.Refuse)] })),
        new(2, Of(1, Customs()) with { SecurityHold = true }, Of(1, Customs())),
    ];

    // Item 1 in each.
    private static readonly Case[] Items =
    [
        new(0, Of(1, Health(ReviewState.Refused)), Of(1, Notice(ReviewState.Refused))),
        new(0, Of(2, HealthRefuses2 with { WholeLoad = [2] }), Of(2, HealthRefuses2)),
        new(1, Of(1, Health() with { Prohibited = [1] }), Of(1, Health(ReviewState.Waived) with { Prohibited = [1] })),
        new(1, Of(2, Health() with { Prohibited = [1] }), Of(2, Health() with { Prohibited = [2] })),
        new(2, Of(1, Customs()) with { Questions = [[]] }, Of(1, Customs())),
        new(2, Of(2, Customs()) with { Questions = [[1]] }, Of(2, Customs()) with { Questions = [[2]] }),
        new(2, Of(1, Notice(ReviewState.InfoRequested)), Of(1, Notice(ReviewState.InReview))),
        new(2, Of(2, Customs(ReviewState.InfoRequested) with { Requests = [[1]] }), Of(2, Customs(ReviewState.InfoRequested) with { Requests = [[2]] })),
        new(2, Of(1, Notice(ReviewState.ControlOrdered)), Of(1, Notice(ReviewState.Escalated))),
        new(2, Of(1, Health(ReviewState.AwaitingApproval)), Of(1, Health())),
        new(2, Of(1, Health(ReviewState.ApprovedConditional) with { Decisions = [Decide(1, Outcome.Conditional, new Condition { Text = "label" })] }),
            Of(1, Health(ReviewState.ApprovedConditional) with { Decisions = [Decide(1, Outcome.Conditional, Complete)] })),
        new(3, Of(1, Health(ReviewState.Pending)), Of(1, Notice(ReviewState.Pending))),
        new(3, Of(1, Health(ReviewState.Unspecified)), Of(1, Notice(ReviewState.Unspecified))),
        new(3, Of(2, Health(ReviewState.InReview)), Of(2, Health(ReviewState.InReview) with { Items = [2] })),
        new(3, Of(1, Notice(ReviewState.Pending) with { Controls = [1] }), Of(1, Notice(ReviewState.Approved) with { Controls = [1] })),
        new(4, Of(1, Customs(), Health(ReviewState.ApprovedConditional) with { Decisions = [Decide(1, Outcome.Conditional, Complete)] }), Of(1, Customs(), Health())),
        new(5, Of(1, Customs(), Health(ReviewState.Waived), Notice(ReviewState.Pending)), Of(1, Customs(), Health(ReviewState.Pending))),
    ];

    private static readonly UnitStanding Conditional = Health(ReviewState.ApprovedConditional) with { Decisions = [Decide(1, Outcome.Conditional, Complete)] };

    private static readonly Case[] RollUp =
    [
        new(0, Of(1, Health(ReviewState.Refused)), Of(2, HealthRefuses2)),
        new(1, Of(2, HealthRefuses2, Customs(ReviewState.Pending)), Of(2, HealthRefuses2, Customs())),
        new(1, Of(1, Health() with { Prohibited = [1] }), Of(1, Health(ReviewState.Refused) with { Prohibited = [1] })),
        new(2, Of(2, HealthRefuses2, Customs()), Of(2, Health(), Customs())),
        new(3, Of(1, Customs()) with { Debt = new("ASSESSED", "duty of EUR 10"), Presented = false }, Of(1, Customs()) with { Debt = new("SECURED", "guaranteed"), Presented = false }),
        new(4, Of(1, Conditional) with { Presented = false }, Of(1, Conditional)),
        new(5, Of(1, Customs(), Conditional), Of(1, Customs(), Health())),
        new(6, Of(1, Customs(), Health()), Of(1, Customs(), Conditional)),
    ];

    [Fact]
    public void The_consignment_table()
    {
        output.WriteLine("| # | Consignment | Result | case → |");
        Check(Consignment, s => ConsignmentTable.Decide(s) is { } line ? ConsignmentTable.Lines.ToList().IndexOf(line) : -1,
            (i, s) => $"{ConsignmentTable.Lines[i].When} | {ConsignmentTable.Lines[i].Result} | {Consolidator.Consolidate(s).State}", ConsignmentTable.Lines.Count);
    }

    [Fact]
    public void The_table_of_goods_items()
    {
        output.WriteLine("| # | Goods item | Result | because |");
        Check(Items, s => Line(s), (i, s) => $"{ItemTable.Lines[i].When} | {ItemTable.Lines[i].Then} | {ItemTable.Decide(s, 1).Reasons[0].Text}", ItemTable.Lines.Count);
        static int Line(Standing s) => ItemTable.Lines.Select((l, i) => (l.When, i)).Single(l => l.When == ItemTable.Decide(s, 1).Line).i;
    }

    [Fact]
    public void The_roll_up()
    {
        output.WriteLine("| # | Roll-up | Declaration | case → |");
        Check(RollUp, s => RollUpTable.Lines.Select((l, i) => (l.When, i)).Single(l => l.When == Consolidator.Consolidate(s).Line).i,
            (i, s) => $"{RollUpTable.Lines[i].When} | {RollUpTable.Lines[i].Result} | {Consolidator.Consolidate(s).State}", RollUpTable.Lines.Count);
    }

    private void Check(Case[] cases, Func<Standing, int> line, Func<int, Standing, string> row, int lines)
    {
        Assert.Equal(Enumerable.Range(0, lines), cases.Select(c => c.Line).Distinct().Order());
        foreach (var @case in cases)
        {
            output.WriteLine($"| {@case.Line + 1} | {row(@case.Line, @case.Hits)} |");
            Assert.Equal(@case.Line, line(@case.Hits));
            Assert.NotEqual(@case.Line, line(@case.Misses));
        }
    }
}
