// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.TestKit;

/// <summary>A slice as the window would cut it: <c>GivenSlice.For("PLANT_HEALTH").Goods("060290", "GB").Document("N851", "GB/1").Asks(rule)</c>.</summary>
public sealed class GivenSlice
{
    /// <summary>When the declarations of the tests are lodged.</summary>
    public static readonly DateTimeOffset Lodged = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly Slice _slice;

    private GivenSlice(Slice slice) => _slice = slice;

    /// <summary>An empty slice for a unit.</summary>
    public static GivenSlice For(string unit, string mrn = "26FI00000000000AR0", int version = 1, string direction = "IM") => new(new Slice
    {
        Mrn = mrn,
        Version = version,
        Unit = unit,
        Direction = direction,
        LodgedAt = Timestamp.FromDateTimeOffset(Lodged),
        Declaration = new Declaration
        {
            Declarant = new Declarant { Id = "FI1234567-8" },
            Exporter = new Exporter { Id = "FI1234567-8" },
            GoodsShipment = new GoodsShipment { Importer = new Importer { Id = "FI1234567-8" } },
        },
    });

    /// <summary>One more goods item, numbered in order from 1.</summary>
    public GivenSlice Goods(string hs, string origin = "GB")
    {
        var items = _slice.Declaration.GoodsShipment.GovernmentAgencyGoodsItem;
        items.Add(new GovernmentAgencyGoodsItem
        {
            SequenceNumeric = items.Count + 1,
            Commodity = new Commodity { Classification = { new Classification { Id = hs, IdentificationTypeCode = "HS" } } },
            Origin = { new Origin { CountryCode = origin } },
        });
        _slice.Items.Add(new SliceItem { Item = items.Count });
        return this;
    }

    /// <summary>A document of the last goods item: N853 is category N and type 853, 853 a type alone.</summary>
    public GivenSlice Document(string code, string number, string? issuer = null)
    {
        var hasCategory = code.Length == 4 && char.IsAsciiLetterUpper(code[0]);
        _slice.Declaration.GoodsShipment.GovernmentAgencyGoodsItem[^1].AdditionalDocument.Add(new AdditionalDocument
        {
            CategoryCode = hasCategory ? code[..1] : "",
            TypeCode = hasCategory ? code[1..] : code,
            Id = number,
            Submitter = issuer is null ? null : new Submitter { Name = issuer },
        });
        return this;
    }

    /// <summary>A requirement of the last goods item.</summary>
    public GivenSlice Asks(
        string rule,
        Verification verification,
        string[]? documents = null,
        int percent = 0,
        string[]? controls = null,
        RequirementStatus status = RequirementStatus.Required,
        Obligation obligation = Obligation.Must,
        int targetHours = 8)
    {
        _slice.Requirements.Add(new SliceRequirement
        {
            Verification = verification,
            BasePhysicalPct = percent,
            ReleaseBlocking = true,
            HoldScope = HoldScope.Item,
            Requirement = new DeterminedRequirement
            {
                Id = rule,
                Name = rule,
                Unit = _slice.Unit,
                Item = _slice.Declaration.GoodsShipment.GovernmentAgencyGoodsItem.Count,
                Status = status,
                Obligation = obligation,
                TargetHours = targetHours,
                Documents = { documents ?? [] },
                Controls = { controls ?? [] },
            },
        });
        return this;
    }

    /// <summary>The same of a rule as an agency states it; a document of either list answers.</summary>
    public GivenSlice Asks(Requirement rule) => Asks(
        rule.Id, rule.Verification, [.. rule.Un1001, .. rule.EuDoc], rule.BasePhysicalPct, [.. rule.ControlTypes], obligation: rule.Obligation, targetHours: rule.TargetReviewHours);

    /// <summary>The slice.</summary>
    public Slice Cut() => _slice;

    /// <summary>The fact that announces it.</summary>
    public SliceLodged Announced() => new() { Slice = _slice, Hash = "test" };
}
