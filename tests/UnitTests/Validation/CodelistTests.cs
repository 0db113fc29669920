// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Codelists;
using Xunit;

namespace Cbm.UnitTests.Validation;

public sealed class CodelistTests
{
    [Fact]
    public void Lists_hold_their_codes()
    {
        Assert.True(CodeList.Country.Contains("FI"));
        Assert.True(CodeList.Country.Contains("XI"));
        Assert.False(CodeList.Country.Contains("ZZ"));
        Assert.True(CodeList.Named("UNCL1001").Contains("853"));
        Assert.True(CodeList.PackageType.Contains("CT"));
        Assert.Equal("Maritime transport", CodeList.TransportMode.Codes["1"]);
        Assert.Null(CodeList.Find("nothing"));
        Assert.Contains("ISO4217", CodeList.Names);
    }

    [Theory]
    [InlineData("06", true)]
    [InlineData("0602", true)]
    [InlineData("060290", true)]
    [InlineData("97020000", false)]
    [InlineData("970200", false)]
    [InlineData("9702", true)]
    [InlineData("7799", false)]
    public void Harmonised_system_knows_chapters_headings_and_subheadings(string code, bool known) =>
        Assert.Equal(known, HarmonisedSystem.Knows(code));

    [Fact]
    public void Money_turns_into_euro_at_the_rate_of_the_day()
    {
        var day = new DateOnly(2026, 5, 1);
        Assert.Equal(115m, Rates.ToEuro(100, "GBP", day));
        Assert.Equal(0.0327m, Rates.ToEuro(1000, "VND", day));
        Assert.Equal(100m, Rates.ToEuro(100, "EUR", new DateOnly(2020, 1, 1)));
        Assert.Null(Rates.ToEuro(100, "ZZZ", day));
    }

    [Fact]
    public void Codes_of_the_error_catalogue_are_short()
    {
        Assert.All(ErrorCatalogue.Titles, e => Assert.True(e.Key.Length is > 0 and <= 8 && e.Value.Length > 0, e.Key));
    }
}
