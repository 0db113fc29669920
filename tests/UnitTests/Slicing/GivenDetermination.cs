// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Slicing;
using Xunit;

namespace Cbm.UnitTests.Slicing;

/// <summary>Requirements of a unit for goods items, and a slicer with plain rates.</summary>
internal static class GivenDetermination
{
    public static readonly string[] Units = ["CUSTOMS", "PUBLIC_HEALTH", "PLANT_HEALTH", "VETERINARY", "STANDARDS", "POLICE", "POST"];

    public static Slicer Knife { get; } = new(Register.Load(), "key"u8.ToArray(), (value, currency, _) => currency == "EUR" ? value : currency == "USD" ? value * 0.86m : null);

    public static SliceOf Of(int version = 1) => new("26FI000000000000R6", version, "IM", new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero));

    public static Requirement Rule(string id, string unit, string condition = "true") => new()
    {
        Id = id,
        Unit = unit,
        Condition = condition,
        FeeCode = "F" + id[^1],
        Verification = Verification.Register,
        BasePhysicalPct = 20,
        ReleaseBlocking = true,
        HoldScope = HoldScope.Consignment,
    };

    public static DeterminedRequirement Required(Requirement rule, int item, params string[] documents) => new()
    {
        Id = rule.Id,
        Agency = "A-" + rule.Unit,
        Unit = rule.Unit,
        Item = item,
        Status = RequirementStatus.Required,
        Documents = { documents },
        Disclaimer = rule.DisclaimerCode,
    };

    public static Slice? Cut(Declaration tree, string unit, Requirement[] rules, params DeterminedRequirement[] requirements) =>
        Knife.Cut(tree, new Contracts.Determination { Requirements = { requirements } }, unit, id => rules.FirstOrDefault(r => r.Id == id), Of());

    public static Declaration Tree(params GovernmentAgencyGoodsItem[] items) => new()
    {
        InvoiceAmount = new() { Value = "99.90", CurrencyId = "EUR" },
        Id = "26FI000000000000R6",
        GoodsShipment = new() { GovernmentAgencyGoodsItem = { items } },
    };

    public static GovernmentAgencyGoodsItem Goods(Slice? slice) => Assert.Single(slice!.Declaration.GoodsShipment.GovernmentAgencyGoodsItem);
}
