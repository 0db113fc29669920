// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.Contracts.Conditions;

namespace Cbm.Agencies.Intake;

/// <summary>Whether a declared document is one of the unit's register and covers the goods item (brief 2.2, REGISTER).</summary>
public static class RegisterFit
{
    /// <summary>What does not fit, one sentence each; none: it is verified. Of several entries with the number, the best counts.</summary>
    public static List<string> Misfits(
        DeclaredDocument document,
        IReadOnlyCollection<string> codes,
        DeterminedRequirement asked,
        Slice slice,
        GovernmentAgencyGoodsItem item,
        RegisterExtract register)
    {
        var named = $"{document.Code} {document.Id.Trim()}";
        var rivals = Rivals(document.Code, asked, slice, register);
        return register.Find(document.Id, document.Issuer)
            .Select(lpco => rivals.Count == 0 || register.IsIssuer(lpco.Issuer, asked.Issuer)
                ? Misfits(named, lpco, codes, slice, item)
                : [.. Misfits(named, lpco, codes, slice, item), $"It is not clear which of {string.Join(", ", rivals)} and {asked.Id} {named} is for."])
            .MinBy(one => one.Count)
            ?? [$"{named} is not in the register of {register.UnitName}."];
    }

    // One code serves several kinds of licence (911, 811, 2): the issuer alone tells them apart, and one paper is not all of them.
    private static List<string> Rivals(string code, DeterminedRequirement asked, Slice slice, RegisterExtract register) =>
    [
        .. slice.Requirements.Select(one => one.Requirement)
            .Where(one => one.Item == asked.Item && one.Unit == asked.Unit && one.Id != asked.Id && !register.IsIssuer(one.Issuer, asked.Issuer)
                && one.Documents.Any(alternative => alternative.Split('+').Contains(code)))
            .Select(one => one.Id).Distinct(),
    ];

    private static List<string> Misfits(
        string named, LpcoRow lpco, IReadOnlyCollection<string> codes, Slice slice, GovernmentAgencyGoodsItem item)
    {
        var (role, party) = SliceFacts.HolderOf(slice);
        var hs = GoodsCode.Of(item.Commodity);
        var state = lpco.StateOn(DateOnly.FromDateTime(slice.LodgedAt.ToDateTime()));
        var misfits = new List<string>();
        Check(codes.Contains(lpco.DocumentCode), "is registered as another kind of document");
        Check(party.Length > 0 && string.Equals(lpco.Holder, party, StringComparison.OrdinalIgnoreCase), $"is not held by the {role}");
        Check(lpco.Direction == slice.Direction, "is for another direction of trade");
        Check(hs.Length > 0 && lpco.Hs.Split(',').Any(prefix => hs.StartsWith(prefix, StringComparison.Ordinal)), $"does not cover goods of {hs}");
        Check(
            lpco.Origin.Length == 0 || Origins(slice, item).Contains(lpco.Origin),
            "does not cover the declared origin");
        Check(state == "ISSUED", state switch
        {
            "WITHDRAWN" => "is withdrawn",
            "EXPIRED" => "had ended when the declaration was lodged",
            _ => "was not yet valid when the declaration was lodged",
        });
        return misfits;

        void Check(bool fits, string otherwise)
        {
            if (!fits)
            {
                misfits.Add($"{named} {otherwise}.");
            }
        }
    }

    /// <summary>The origin as the window determined it; where the slice does not say, the goods item's own, but not a preferential one.</summary>
    private static IEnumerable<string> Origins(Slice slice, GovernmentAgencyGoodsItem item)
    {
        var goods = slice.Declaration?.GoodsShipment?.GovernmentAgencyGoodsItem;
        for (var index = 0; index < slice.Items.Count && index < goods?.Count; index++)
        {
            if (ReferenceEquals(goods[index], item) && slice.Items[index].Origin is { Length: > 0 } determined)
            {
                return [determined];
            }
        }

        return item.Origin.Where(origin => origin.TypeCode is "" or "1").Select(origin => origin.CountryCode);
    }
}
