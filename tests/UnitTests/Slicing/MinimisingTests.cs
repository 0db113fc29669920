// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Slicing;
using Xunit;
using static Cbm.UnitTests.Slicing.GivenDetermination;

namespace Cbm.UnitTests.Slicing;

/// <summary>The letters that leave something of a value: B its band, M a pseudonym, a country or a mode.</summary>
public sealed class MinimisingTests
{
    [Theory]
    [InlineData("999.99", "EUR", "<1k")]
    [InlineData("1000", "EUR", "1-10k")]
    [InlineData("9999.99", "EUR", "1-10k")]
    [InlineData("10000", "EUR", "10-100k")]
    [InlineData("99999.99", "EUR", "10-100k")]
    [InlineData("100000", "EUR", ">100k")]
    [InlineData("1162.79", "USD", "<1k")]
    [InlineData("1162.80", "USD", "1-10k")]
    [InlineData("5", "XTS", "")]
    [InlineData("five", "EUR", "")]
    public void B_shows_the_band(string value, string currency, string band)
    {
        var tree = Tree(new GovernmentAgencyGoodsItem { StatisticalValueAmount = new() { Value = value, CurrencyId = currency } });
        var slice = Cut(tree, "STANDARDS", [Rule("R-1", "STANDARDS")], Required(Rule("R-1", "STANDARDS"), 1))!;
        Assert.Equal(band, slice.Items[0].ValueBand);
        Assert.DoesNotContain(value, slice.Declaration.ToString());
        var customs = Cut(tree, "CUSTOMS", [Rule("R-2", "CUSTOMS")], Required(Rule("R-2", "CUSTOMS"), 1))!;
        Assert.Equal(("", value), (customs.Items[0].ValueBand, Goods(customs).StatisticalValueAmount.Value));
    }

    [Fact]
    public void M_leaves_a_pseudonym_a_country_or_a_mode()
    {
        var tree = Tree(new GovernmentAgencyGoodsItem { Consignee = new() { Name = "Aino Virtanen" } });
        tree.GoodsShipment.Consignee = new() { Name = "Aino Virtanen", Address = new() { CountryCode = "FI", Line = "Katu 1" } };
        tree.BorderTransportMeans = new() { Id = "9074729", ModeCode = "1" };
        tree.GoodsShipment.Importer = new() { Id = "FI1234567-8", Name = "Firma Oy" };
        tree.GoodsShipment.AeoMutualRecognitionParty.Add(new AEOMutualRecognitionParty { Id = "AEO1", RoleCode = "MF" });
        Slice Seen(string unit) => Cut(tree, unit, [Rule("R-1", unit)], Required(Rule("R-1", unit), 1))!;

        var vet = Seen("VETERINARY");
        Assert.Matches("^P-[0-9A-F]{12}$", vet.Declaration.GoodsShipment.Consignee.Name);
        Assert.Equal(new Address { CountryCode = "FI" }, vet.Declaration.GoodsShipment.Consignee.Address);
        Assert.Null(Goods(vet).Consignee);
        Assert.Equal("Firma Oy", vet.Declaration.GoodsShipment.Importer.Name);
        Assert.Equal("9074729", vet.Declaration.BorderTransportMeans.Id);
        var aeo = Assert.Single(vet.Declaration.GoodsShipment.AeoMutualRecognitionParty);
        Assert.Equal("MF", aeo.RoleCode);
        Assert.Matches("^P-[0-9A-F]{12}$", aeo.Id);

        var standards = Seen("STANDARDS");
        Assert.Null(standards.Declaration.GoodsShipment.Consignee);
        Assert.Equal(new BorderTransportMeans { ModeCode = "1" }, standards.Declaration.BorderTransportMeans);
        Assert.NotEqual(Seen("PLANT_HEALTH").Declaration.GoodsShipment.Consignee.Name, vet.Declaration.GoodsShipment.Consignee.Name);
        Assert.Equal("Aino Virtanen", Goods(Seen("CUSTOMS")).Consignee.Name);
        Assert.Equal("Aino Virtanen", Seen("POST").Declaration.GoodsShipment.Consignee.Name);
    }

    [Fact]
    public void A_species_is_not_a_brand()
    {
        var tree = Tree(new GovernmentAgencyGoodsItem
        {
            SequenceNumeric = 1,
            Commodity = new() { Product = { new Product { ProductName = { new ProductName { Name = "Phalaenopsis", TypeCode = "SCI" }, new ProductName { Name = "Acme", TypeCode = "BRD" }, new ProductName { Name = "what?" } } } } },
        });
        string[] Names(string unit) => [.. Goods(Cut(tree, unit, [Rule("R-1", unit)], Required(Rule("R-1", unit), 1))).Commodity.Product.SelectMany(p => p.ProductName).Select(n => n.Name)];
        Assert.Equal(["Acme"], Names("STANDARDS"));
        Assert.Equal(["Phalaenopsis", "Acme", "what?"], Names("PLANT_HEALTH"));
    }
}
