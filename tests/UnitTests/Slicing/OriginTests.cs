// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Intake;
using Cbm.Contracts;
using Cbm.TestKit;
using Cbm.UnitTests.Agencies;
using Xunit;
using static Cbm.UnitTests.Slicing.GivenDetermination;

namespace Cbm.UnitTests.Slicing;

/// <summary>The window determines one country of origin; a unit holds its register against that one.</summary>
public sealed class OriginTests
{
    [Theory]
    // The goods item's origins (country and type), its own and the header's country of export: what the unit is told.
    [InlineData("CN", "", "", "CN")]
    [InlineData("TR/2 CN/1", "", "", "CN")]
    [InlineData("TR/2", "", "", "TR")]
    [InlineData("2005/2", "", "DE", "DE")]
    [InlineData("EU", "", "DE", "DE")]
    [InlineData("", "", "DE", "DE")]
    [InlineData("", "", "", "")]
    // The goods item's own country of export is Customs' alone.
    [InlineData("", "NL", "DE", "")]
    public void A_slice_says_the_origin_as_determined(string origins, string exported, string all, string expected)
    {
        var item = new GovernmentAgencyGoodsItem { ExportCountry = exported.Length > 0 ? new ExportCountry { Id = exported } : null };
        foreach (var one in origins.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            item.Origin.Add(new Origin { CountryCode = one.Split('/')[0], TypeCode = one.Contains('/') ? one[^1..] : "" });
        var tree = new Declaration { GoodsShipment = new GoodsShipment { GovernmentAgencyGoodsItem = { item } } };
        if (all.Length > 0) tree.GoodsShipment.ExportCountry = new ExportCountry { Id = all };
        string Told(string unit) => Cut(tree, unit, [Rule("R-1", unit)], Required(Rule("R-1", unit), 1))!.Items[0].Origin;
        Assert.Equal(expected, Told("PLANT_HEALTH"));
        Assert.Equal(exported.Length > 0 ? exported : expected, Told("CUSTOMS"));
        Assert.Equal("", Told("POLICE"));
    }

    [Theory]
    [InlineData("GB", "NL", "", RequirementStatus.Met)]
    [InlineData("NL", "GB", "", RequirementStatus.Judged)]
    [InlineData("", "GB", "", RequirementStatus.Met)]
    [InlineData("", "GB", "1", RequirementStatus.Met)]
    [InlineData("", "GB", "2", RequirementStatus.Judged)]
    public void A_permit_fits_the_origin_that_was_determined(string determined, string declared, string type, RequirementStatus expected)
    {
        var slice = GivenSlice.For("PLANT_HEALTH").Goods("060290", declared).Document("911", "PH-1").Asks("R", Verification.Register, ["911"]).Cut();
        slice.Items[0].Origin = determined;
        slice.Declaration.GoodsShipment.GovernmentAgencyGoodsItem[0].Origin[0].TypeCode = type;
        Assert.Equal(expected, DocumentVerification.Of(slice.Requirements[0], slice, GivenRegister.With(GivenRegister.Permit()), GivenRegister.Wording).Status);
    }
}
