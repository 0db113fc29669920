// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;
using Cbm.Contracts.Serialisation;

namespace Cbm.Declarations.Validation;

/// <summary>Judges single values: codes by their list, sums, measures and times by their form.</summary>
internal static class Values
{
    private static readonly CodeList IntendedUses = CodeList.Named("SW-IntendedUse");
    private static readonly CodeList PackingMaterials = CodeList.Named("SW-PackingMaterial");
    private static readonly CodeList TextSubjects = CodeList.Named("UNCL4451");
    private static readonly CodeList Statements = CodeList.Named("SW-Statement");
    private static readonly CodeList TransportIds = CodeList.Named("SW-TransportId");
    private static readonly CodeList Incoterms = CodeList.Named("SW-Incoterms");

    public static void Country(object value, Place at, Findings findings)
    {
        var code = (string)value;
        if (CodeList.Country.Contains(code)) return;
        // ISO 3166 leaves Z and a letter unassigned, and territories and test systems use them; ZZ is nowhere.
        if (code is ['Z', >= 'A' and <= 'Y'])
            findings.Warning("SWV020", at.ToPath(), $"{code} is no country of ISO 3166; it is kept as a national code.");
        else
            findings.Error("SWV020", at.ToPath(), $"{code} is no country: use the two letters of ISO 3166, as in FI.");
    }

    public static void OriginCountry(object value, Place at, Findings findings)
    {
        var code = (string)value;
        // Preferential origin may be the Union or a group of countries (four digits).
        if (code is "EU") return;
        if (code.Length == 4 && !code.AsSpan().ContainsAnyExceptInRange('0', '9'))
            findings.Warning("SWV020", at.ToPath(), $"{code} is a group of countries that no list here has.");
        else
            Country(value, at, findings);
    }

    public static void Currency(object value, Place at, Findings findings)
    {
        if (!CodeList.Currency.Contains((string)value))
            findings.Error("SWV021", at.ToPath(), $"{value} is no currency: use the three letters of ISO 4217, as in EUR.");
    }

    public static void Mode(object value, Place at, Findings findings)
    {
        if (!CodeList.TransportMode.Contains((string)value))
            findings.Error("SWV022", at.ToPath(), $"{value} is no mode of transport: use 1 sea, 2 rail, 3 road, 4 air, 5 mail, 7 fixed, 8 inland water or 9.");
    }

    public static void PackageType(object value, Place at, Findings findings)
    {
        if (!CodeList.PackageType.Contains((string)value))
            findings.Error("SWV023", at.ToPath(), $"{value} is no kind of package: use a code of UN/ECE Recommendation 21, as in CT.");
    }

    public static void IntendedUse(object value, Place at, Findings findings)
    {
        if (!IntendedUses.Contains((string)value))
            findings.Error("SWV027", at.ToPath(), $"{value} is no intended use: use {string.Join(", ", IntendedUses.Codes.Keys.Order(StringComparer.Ordinal))}.");
    }

    public static void PackingMaterial(object value, Place at, Findings findings) =>
        Doubt(PackingMaterials, value, "packing material; WOOD, PLASTIC, PAPER, METAL and OTHER are", at, findings);

    public static void TransportIdType(object value, Place at, Findings findings) =>
        Doubt(TransportIds, value, "way to identify means of transport; 10, 11, 20, 30, 31, 40, 41, 80 and 81 are", at, findings);

    public static void Incoterm(object value, Place at, Findings findings) =>
        Doubt(Incoterms, value, "term of delivery (Incoterms); FOB, CIF and DAP, say, are", at, findings);

    public static void TextSubject(object value, Place at, Findings findings)
    {
        if (!Statements.Contains((string)value)) Doubt(TextSubjects, value, "subject of a text (UNCL 4451); ACB, say, is", at, findings);
    }

    public static void UndgNumber(object value, Place at, Findings findings)
    {
        var number = (string)value;
        if (number.Length != 4 || number.AsSpan().ContainsAnyExceptInRange('0', '9'))
            findings.Error("SWV028", at.ToPath(), $"{number} is no UN number of dangerous goods: it has four digits.");
    }

    public static void Money(object value, Place at, Findings findings)
    {
        var amount = (Amount)value;
        if (!Numbers.TryRead(amount.Value, out _))
            findings.Error("SWV050", at.ToPath(), $"'{amount.Value}' is no sum of money: give a decimal number, as in 99.90.");
        if (amount.CurrencyId.Length == 0)
            findings.Error("SWV021", at.ToPath().Child(Amount.CurrencyIdFieldNumber), "Give the currency of this sum, as in EUR.");
        else if (!CodeList.Currency.Contains(amount.CurrencyId))
            findings.Error("SWV021", at.ToPath().Child(Amount.CurrencyIdFieldNumber), $"{amount.CurrencyId} is no currency: use the three letters of ISO 4217, as in EUR.");
    }

    public static void Measure(object value, Place at, Findings findings)
    {
        var quantity = (Quantity)value;
        if (!Numbers.TryRead(quantity.Value, out _))
            findings.Error("SWV050", at.ToPath(), $"'{quantity.Value}' is no number: give a decimal number, as in 12.5.");
        var unit = Numbers.Unit(quantity);
        if (unit.Length > 0 && !CodeList.Unit.Contains(unit))
            findings.Warning("SWV024", at.ToPath().Child(Quantity.UnitCodeFieldNumber), $"{quantity.UnitCode} is no unit that a list here has; it is kept as a national unit.");
    }

    public static void Moment(object value, Place at, Findings findings)
    {
        if (!Times.TryRead((string)value, out _))
            findings.Error("SWV060", at.ToPath(), $"'{value}' is no date: give a date, or a date and time with its offset, as in 2026-05-04T08:30:00+03:00.");
    }

    private static void Doubt(CodeList list, object value, string what, Place at, Findings findings)
    {
        if (!list.Contains((string)value)) findings.Warning("SWV026", at.ToPath(), $"{value} is no known {what}.");
    }
}
