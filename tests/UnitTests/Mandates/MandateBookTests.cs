// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Profiles;
using Cbm.Declarations.Mandates;
using Grpc.Core;
using Xunit;

namespace Cbm.UnitTests.Mandates;

/// <summary>A mandate that could not be used beside the others is refused as a whole, and what was known before goes on.</summary>
public sealed class MandateBookTests
{
    private readonly MandateBook _book = new(["CUSTOMS", "FISHERIES"], Profile.Load("XX"), ["CUSTOMS", "FISHERIES"]);

    [Fact]
    public void While_a_configured_agency_was_never_heard_nothing_is_determined()
    {
        _book.Take("CUSTOMS", Of("CUSTOMS", "CUSTOMS", "CUS-001"), default);
        Assert.Equal(StatusCode.Unavailable, Assert.Throws<RpcException>(_book.Catalogue).StatusCode);
        _book.Take("FISHERIES", Of("FISHERIES", "FISHERIES", "FIS-001"), default);
        Assert.NotNull(_book.Catalogue());
        Assert.Equal("CUSTOMS", _book.LeadAgency);
    }

    [Theory]
    [InlineData("FORESTRY", "FISHERIES", "FIS-001", "gave the mandate of FORESTRY")]
    [InlineData("FISHERIES", "FISHERIES", "CUS-001", "CUS-001 is there twice")]
    [InlineData("FISHERIES", "CUSTOMS", "FIS-001", "Unit CUSTOMS is there twice")]
    [InlineData("FISHERIES", "FORESTRY", "FIS-001", "no column for FORESTRY")]
    public void One_that_does_not_fit_is_refused_and_leaves_the_others_as_they_are(string agency, string unit, string rule, string reason)
    {
        _book.Take("CUSTOMS", Of("CUSTOMS", "CUSTOMS", "CUS-001"), default);
        var refused = Assert.Throws<InvalidDataException>(() => _book.Take("FISHERIES", Of(agency, unit, rule), default));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal(["CUSTOMS"], _book.Heard.Keys);
        Assert.Equal(["CUS-001"], _book.Requirements.Keys);
        _book.Take("FISHERIES", Of("FISHERIES", "FISHERIES", "FIS-001"), default);
        Assert.True(_book.IsComplete);
    }

    [Fact]
    public void A_rule_of_a_unit_that_the_agency_does_not_have_is_refused()
    {
        var mandate = Of("FISHERIES", "FISHERIES", "FIS-001");
        mandate.Requirements[0].Unit = "FISHERY";
        Assert.Contains("FISHERY", Assert.Throws<InvalidDataException>(() => _book.Take("FISHERIES", mandate, default)).Message, StringComparison.Ordinal);
    }

    private static Mandate Of(string agency, string unit, string rule) => new()
    {
        Agency = agency,
        Version = rule,
        Units = { new MandateUnit { Code = unit } },
        Requirements = { new Requirement { Id = rule, Unit = unit, Direction = "IM", HsInclude = { "*" }, Condition = "true", Name = "Permit" } },
    };
}
