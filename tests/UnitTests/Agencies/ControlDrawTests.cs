// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Cbm.Agencies.Intake;
using Cbm.Contracts;
using Cbm.TestKit;
using CsCheck;
using Xunit;

namespace Cbm.UnitTests.Agencies;

public sealed class ControlDrawTests
{
    private static readonly ControlDraw Draw = new(Encoding.UTF8.GetBytes("one secret"));

    [Fact]
    public void At_100_always_and_at_0_never() => Gen.String.Sample(mrn => Draw.Draws(mrn, "R", 100) && !Draw.Draws(mrn, "R", 0));

    [Fact]
    public void The_same_declaration_draws_the_same_and_more_per_cent_never_draw_less() => Gen.Select(Gen.String, Gen.Int[0, 99]).Sample((mrn, percent) =>
        Draw.Draws(mrn, "R", percent) == Draw.Draws(mrn, "R", percent) && (!Draw.Draws(mrn, "R", percent) || Draw.Draws(mrn, "R", percent + 1)));

    [Theory]
    [InlineData(2)]
    [InlineData(25)]
    [InlineData(75)]
    public void About_so_many_in_a_hundred_are_drawn(int percent)
    {
        const int Declarations = 20_000;
        var drawn = Enumerable.Range(0, Declarations).Count(number => Draw.Draws($"26FI{number:D12}R0", "AGP-011", percent));
        Assert.InRange(drawn * 100.0 / Declarations, percent - 1.5, percent + 1.5);
    }

    [Fact]
    public void Another_secret_or_rule_draws_others()
    {
        var other = new ControlDraw(Encoding.UTF8.GetBytes("another secret"));
        var mrns = Enumerable.Range(0, 200).Select(number => $"26FI{number:D12}R0").ToList();
        Assert.NotEqual(mrns.Select(mrn => Draw.Draws(mrn, "R", 50)), mrns.Select(mrn => other.Draws(mrn, "R", 50)));
        Assert.NotEqual(mrns.Select(mrn => Draw.Draws(mrn, "R", 50)), mrns.Select(mrn => Draw.Draws(mrn, "S", 50)));
    }

    [Theory]
    [InlineData("PHY", "DOC", "ID", "PHY", "LAB")]
    [InlineData("LAB", "DOC", "ID", "LAB")]
    [InlineData("SEAL", "DOC", "SEAL")]
    [InlineData("DOC", "DOC")]
    public void A_drawn_rule_gives_one_control_of_the_most_thorough_type_it_knows(string drawn, params string[] types)
    {
        var slice = GivenSlice.For("PLANT_HEALTH").Goods("060290").Asks("R", Verification.None, percent: 100, controls: types);
        Assert.Equal([drawn], Draw.Of(slice.Cut()).Select(control => control.Type));
    }

    [Fact]
    public void A_disclaimer_or_a_question_draws_nothing()
    {
        var slice = GivenSlice.For("PLANT_HEALTH").Goods("060290")
            .Asks("S", Verification.Form, ["1"], percent: 100, controls: ["PHY"], status: RequirementStatus.Waived)
            .Asks("T", Verification.Form, ["1"], percent: 100, controls: ["PHY"], status: RequirementStatus.Question);
        Assert.Empty(Draw.Of(slice.Cut()));
    }
}
