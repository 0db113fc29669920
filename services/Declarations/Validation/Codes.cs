// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Codelists;

namespace Cbm.Declarations.Validation;

/// <summary>Judges single codes by their list: outside a closed list they are wrong, outside an open one doubtful.</summary>
internal static class Codes
{
    private static readonly CodeList IntendedUses = CodeList.Named("SW-IntendedUse");
    private static readonly CodeList PackingMaterials = CodeList.Named("SW-PackingMaterial");
    private static readonly CodeList TextSubjects = CodeList.Named("UNCL4451");
    private static readonly CodeList Statements = CodeList.Named("SW-Statement");
    private static readonly CodeList TransportIds = CodeList.Named("SW-TransportId");
    private static readonly CodeList Incoterms = CodeList.Named("SW-Incoterms");
    private static readonly CodeList ProductNames = CodeList.Named("SW-ProductName");
    private static readonly CodeList Processes = CodeList.Named("UNCL7187");

    public static void Country(object value, Place at, Findings findings)
    {
        var code = (string)value;
        if (CodeList.Country.Contains(code)) return;
        // ISO 3166 leaves Z and a letter unassigned, and territories and test systems use them; ZZ is nowhere.
        // The Union's country list has special territories (XC, XL, XS) and stores and countries not named (QR to QW) besides.
        if (code is ['Z', >= 'A' and <= 'Y'] or "XC" or "XL" or "XS" or ['Q', >= 'R' and <= 'W'])
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

    public static void IntendedUse(object value, Place at, Findings findings) =>
        Closed(IntendedUses, value, "intended use", at, findings, "SWV027");

    public static void PackingMaterial(object value, Place at, Findings findings) =>
        Doubt(PackingMaterials, value, "packing material; WOOD, PLASTIC, PAPER, METAL and OTHER are", at, findings);

    public static void Process(object value, Place at, Findings findings) =>
        Doubt(Processes, value, "process (UNCL 7187); 101 pasteurization, say, is", at, findings);

    public static void TransportIdType(object value, Place at, Findings findings) =>
        Closed(TransportIds, value, "way to identify means of transport", at, findings);

    public static void Incoterm(object value, Place at, Findings findings) =>
        Closed(Incoterms, value, "term of delivery (Incoterms)", at, findings);

    public static void ProductName(object value, Place at, Findings findings) =>
        Closed(ProductNames, value, "kind of product name", at, findings);

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

    private static void Closed(CodeList list, object value, string what, Place at, Findings findings, string code = "SWV026")
    {
        if (!list.Contains((string)value))
            findings.Error(code, at.ToPath(), $"{value} is no {what}: use {string.Join(", ", list.Codes.Keys.Order(StringComparer.Ordinal))}.");
    }

    private static void Doubt(CodeList list, object value, string what, Place at, Findings findings)
    {
        if (!list.Contains((string)value)) findings.Warning("SWV026", at.ToPath(), $"{value} is no known {what}.");
    }
}
