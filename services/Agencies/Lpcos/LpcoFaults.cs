// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Contracts.Identifiers;

namespace Cbm.Agencies.Lpcos;

/// <summary>What is wrong with an LPCO as an officer writes it. Pure.</summary>
public static class LpcoFaults
{
    private const int LongestNumber = 70;

    /// <summary>Everything that is wrong with it; its unit is known to be right.</summary>
    public static IEnumerable<Fault> Of(Lpco lpco, Office office)
    {
        foreach (var (member, value) in new[] { ("number", lpco.Number), ("documentCode", lpco.DocumentCode), ("holder", lpco.Holder) })
        {
            if (string.IsNullOrWhiteSpace(value) || value.Length > LongestNumber)
            {
                yield return Wrong("SWA019", member, $"It is missing, or longer than {LongestNumber} characters.");
            }
        }

        if (lpco.Issuer.Length > LongestNumber)
        {
            yield return Wrong("SWA019", "issuer", $"It is longer than {LongestNumber} characters.");
        }

        if (office.IsAnothers(lpco.Issuer, lpco.Unit))
        {
            yield return Wrong("SWA028", "issuer", $"{lpco.Issuer} is another of this window, who registers what it issues itself; name the issuer abroad, or nobody for a document of {lpco.Unit}.");
        }

        foreach (var (member, value) in new[] { ("number", lpco.Number), ("documentCode", lpco.DocumentCode), ("holder", lpco.Holder), ("issuer", lpco.Issuer) })
        {
            if (Printable.FirstThatIsNot(value) is { } unseen)
            {
                yield return Wrong("SWA029", member, string.Create(CultureInfo.InvariantCulture, $"Take out the character U+{unseen.Value:X4}: an identifier is made of characters that are seen."));
            }
        }

        if (lpco.DocumentCode.Length > 0 && !office.Deals(lpco.Unit, lpco.DocumentCode))
        {
            yield return Wrong("SWA020", "documentCode", $"{lpco.Unit} neither issues nor asks for documents of code {lpco.DocumentCode}.");
        }

        if (lpco.Direction is not ("IM" or "EX" or "TR"))
        {
            yield return Wrong("SWA021", "direction", "Say IM, EX or TR.");
        }

        if (lpco.Hs.Count == 0)
        {
            yield return Wrong("SWA022", "hs", "Name the goods: at least one HS prefix.");
        }

        for (var index = 0; index < lpco.Hs.Count; index++)
        {
            if (lpco.Hs[index].Length is < 2 or > 10 || !lpco.Hs[index].All(char.IsAsciiDigit))
            {
                yield return Wrong("SWA022", $"hs[{index}]", "An HS prefix has 2 to 10 digits.");
            }
        }

        if (lpco.Origin.Length > 0 && !(lpco.Origin.Length == 2 && lpco.Origin.All(char.IsAsciiLetterUpper)))
        {
            yield return Wrong("SWA023", "origin", "A country is two capital letters (ISO 3166-1); leave it out for any.");
        }

        foreach (var (member, value) in new[] { ("validFrom", lpco.ValidFrom), ("validTo", lpco.ValidTo) })
        {
            if (!DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                yield return Wrong("SWA024", member, "Give a day: year-month-day.");
            }
        }

        if (lpco.ValidFrom.Length > 0 && lpco.ValidTo.Length > 0 && string.CompareOrdinal(lpco.ValidFrom, lpco.ValidTo) > 0)
        {
            yield return Wrong("SWA025", "validTo", "It would end before it begins.");
        }

        if (lpco.Quantity.Length > 0 && !(decimal.TryParse(
            lpco.Quantity, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quantity) && quantity > 0))
        {
            yield return Wrong("SWA026", "quantity", "Give a decimal number above 0; leave it out for no limit.");
        }
    }

    private static Fault Wrong(string code, string path, string message) => new() { Code = code, Path = path, Message = message };
}
