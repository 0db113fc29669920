// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Conditions;
using CsCheck;
using Xunit;

namespace Cbm.UnitTests.Conditions;

public sealed class ConditionTests
{
    [Theory]
    [InlineData("true", Truth.True)]
    [InlineData("false", Truth.False)]
    [InlineData("item.mode == \"4\"", Truth.True)]
    [InlineData("item.mode == '4'", Truth.True)]
    [InlineData("\"4\" == item.mode", Truth.True)]
    [InlineData("item.mode != \"4\"", Truth.False)]
    [InlineData("item.netMassKg > 12.5", Truth.False)]
    [InlineData("item.netMassKg >= 12.50", Truth.True)]
    [InlineData("item.netMassKg < 12.6", Truth.True)]
    [InlineData("item.netMassKg <= 12.4", Truth.False)]
    [InlineData("item.netMassKg > -1", Truth.True)]
    [InlineData("item.lmo", Truth.True)]
    [InlineData("!item.lmo", Truth.False)]
    [InlineData("item.lmo == false", Truth.False)]
    [InlineData("item.mode in [\"1\", \"4\"]", Truth.True)]
    [InlineData("item.mode in []", Truth.False)]
    [InlineData("item.destination in lists.HALAL", Truth.True)]
    [InlineData("item.destination in lists.SANCTIONS", Truth.False)]
    [InlineData("item.preferenceCode.startsWith(\"3\")", Truth.True)]
    [InlineData("item.preferenceCode.startsWith(\"2\")", Truth.False)]
    [InlineData("has(item.mode)", Truth.True)]
    [InlineData("has(item.origin)", Truth.False)]
    [InlineData("profile == \"BW\"", Truth.True)]
    [InlineData("item.destination == item.origin", Truth.Unknown)]
    // What is not known stays unknown, unless the rest decides.
    [InlineData("item.origin == \"GB\"", Truth.Unknown)]
    [InlineData("item.origin != \"GB\"", Truth.Unknown)]
    [InlineData("!(item.origin == \"GB\")", Truth.Unknown)]
    [InlineData("item.origin in [\"GB\"]", Truth.Unknown)]
    [InlineData("item.origin.startsWith(\"G\")", Truth.Unknown)]
    [InlineData("item.valueEur > 10", Truth.Unknown)]
    [InlineData("item.lmo || item.radioactive", Truth.True)]
    [InlineData("item.radioactive || item.lmo", Truth.True)]
    [InlineData("!item.lmo && item.radioactive", Truth.False)]
    [InlineData("item.radioactive && !item.lmo", Truth.False)]
    [InlineData("item.radioactive || !item.lmo", Truth.Unknown)]
    [InlineData("item.radioactive && item.lmo", Truth.Unknown)]
    // && binds closer than ||.
    [InlineData("true || false && false", Truth.True)]
    [InlineData("(true || false) && false", Truth.False)]
    [InlineData("!has(item.origin) && item.mode != \"5\"", Truth.True)]
    public void Each_operator_over_known_and_unknown_facts(string condition, Truth expected) =>
        Assert.Equal(expected, Condition.Parse(condition).Evaluate(Facts));

    [Theory]
    [InlineData("item.colour == \"red\"", 6, "colour")]
    [InlineData("item.commodityCode == \"950300\"", 6, "commodityCode")]
    [InlineData("item.mode == ", 14, "end of input")]
    [InlineData("item.mode = \"1\"", 11, "=")]
    [InlineData("item.mode == 1", 14, "number")]
    [InlineData("item.lmo == \"true\"", 13, "code")]
    [InlineData("item.mode > \"1\"", 11, "numbers")]
    [InlineData("item.mode", 6, "comparison")]
    [InlineData("item.netMassKg in [\"1\"]", 6, "list")]
    [InlineData("item.netMassKg.startsWith(\"1\")", 6, "text")]
    [InlineData("item.origin in lists.NOWHERE", 22, "NOWHERE")]
    [InlineData("true true", 6, "true")]
    [InlineData("(true", 6, "end of input")]
    [InlineData("", 1, "end of input")]
    [InlineData("item.profile == \"XX\"", 6, "profile")]
    [InlineData("size(item.mode) == 1", 1, "size")]
    public void What_is_not_of_the_language_is_refused_with_its_place(string condition, int column, string about)
    {
        var wrong = Assert.Throws<ConditionException>(() => Condition.Parse(condition));
        Assert.Contains(about, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(column, wrong.Column);
    }

    [Fact]
    public void The_tables_of_three_valued_logic()
    {
        var all = new[] { Truth.False, Truth.Unknown, Truth.True };
        Assert.Equal("FFF FUU FUT", Table(Truths.And));
        Assert.Equal("FUT UUT TTT", Table(Truths.Or));
        Assert.Equal([Truth.True, Truth.Unknown, Truth.False], all.Select(Truths.Not));

        string Table(Func<Truth, Truth, Truth> of) =>
            string.Join(' ', all.Select(left => string.Concat(all.Select(right => of(left, right).ToString()[0]))));
    }

    [Fact]
    public void The_attributes_that_leave_it_open_are_named_and_no_others()
    {
        Assert.Equal("radioactive", Missing("item.lmo == false || item.radioactive"));
        Assert.Equal("radioactive origin", Missing("item.radioactive || item.origin == \"GB\" || item.radioactive"));
        Assert.Equal("", Missing("item.lmo || item.radioactive"));
    }

    [Fact]
    public void Several_codes_fit_when_one_does_and_leave_open_what_others_may_say()
    {
        var some = new Given(("packagingMaterial", AttributeValue.Of(["PAPER", "WOOD"], complete: true)), ("undgId", AttributeValue.Of(["1203"], complete: false)));
        Assert.Equal(Truth.True, Condition.Parse("item.packagingMaterial == \"WOOD\"").Evaluate(some));
        Assert.Equal(Truth.False, Condition.Parse("item.packagingMaterial == \"METAL\"").Evaluate(some));
        Assert.Equal(Truth.True, Condition.Parse("item.undgId == \"1203\"").Evaluate(some));
        Assert.Equal(Truth.Unknown, Condition.Parse("item.undgId == \"3373\"").Evaluate(some));
    }

    [Fact]
    public void What_is_known_to_be_none_is_not_there_and_equals_nothing()
    {
        var none = new Given(("undgId", AttributeValue.None));
        Assert.Equal(Truth.False, Condition.Parse("has(item.undgId)").Evaluate(none));
        Assert.Equal(Truth.False, Condition.Parse("item.undgId == \"3373\"").Evaluate(none));
        Assert.Equal(Truth.False, Condition.Parse("item.undgId.startsWith(\"3\")").Evaluate(none));
    }

    [Fact]
    public void Learning_a_fact_never_turns_what_was_decided_without_it() => Gen.Select(Conditions(3), Gen.Bool, Gen.Bool, Gen.Bool)
        .Sample((condition, lmo, ppe, mode) =>
        {
            var parsed = Condition.Parse(condition);
            var less = parsed.Evaluate(new Given(("lmo", AttributeValue.Of(lmo))));
            var more = parsed.Evaluate(new Given(("lmo", AttributeValue.Of(lmo)), ("ppe", AttributeValue.Of(ppe)), ("mode", AttributeValue.Of(mode ? "1" : "4"))));
            return more != Truth.Unknown && (less == Truth.Unknown || less == more);
        });

    [Theory]
    [InlineData("(", "item.lmo", 100_000)]
    [InlineData("(", "item.lmo", 60)]
    [InlineData("!", "item.lmo", 3000)]
    [InlineData("!(", "item.lmo", 1300)]
    [InlineData("item.lmo && ", "item.lmo", 100_000)]
    [InlineData("item.netMassKg > ", "99999999999999999999999999999999", 1)]
    public void What_is_too_deep_too_long_or_too_large_is_refused_and_ends_nothing(string begin, string end, int times)
    {
        var text = string.Concat(Enumerable.Repeat(begin, times)) + end;

        Assert.Throws<ConditionException>(() => Condition.Parse(text));
    }

    private static readonly string[] Simple =
        ["item.lmo", "item.ppe == false", "item.mode == \"1\"", "item.mode in [\"4\"]", "!item.ppe", "item.mode.startsWith(\"1\")"];

    private static Given Facts { get; } = new(
        ("mode", AttributeValue.Of("4")), ("netMassKg", AttributeValue.Of(12.5m)), ("lmo", AttributeValue.Of(true)),
        ("destination", AttributeValue.Of("SA")), ("preferenceCode", AttributeValue.Of("300")), ("profile", AttributeValue.Of("BW")));

    private static string Missing(string condition)
    {
        var missing = new List<KnownAttribute>();
        Condition.Parse(condition).Missing(Facts, missing);
        return string.Join(' ', missing.Select(one => one.Name));
    }

    private static Gen<string> Conditions(int depth) => depth == 0
        ? Gen.Int[0, Simple.Length - 1].Select(at => Simple[at])
        : Gen.OneOf(
            Conditions(0),
            Gen.Select(Conditions(depth - 1), Conditions(depth - 1), (left, right) => $"({left} && {right})"),
            Gen.Select(Conditions(depth - 1), Conditions(depth - 1), (left, right) => $"({left} || {right})"),
            Conditions(depth - 1).Select(inner => $"!({inner})"));

    private sealed class Given(params (string Name, AttributeValue Value)[] known) : AttributeSource
    {
        public override AttributeValue Read(KnownAttribute attribute) => known.FirstOrDefault(one => one.Name == attribute.Name).Value;
    }
}
