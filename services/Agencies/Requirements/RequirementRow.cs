// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Contracts.Codelists;
using Cbm.Contracts.Conditions;
using Cbm.Contracts.Tables;

namespace Cbm.Agencies.Requirements;

/// <summary>Reads one row of requirements.csv; what is wrong is noted with file, line and column, and reading goes on.</summary>
internal sealed class RequirementRow(CsvTable table, CsvRow row, List<string> mistakes)
{
    public static readonly string[] Columns =
    [
        "rule_id", "unit", "direction", "hs_include", "hs_exclude", "origin", "destination", "procedure", "mode", "condition", "obligation",
        "disclaimer_code", "un1001", "eu_doc", "lpco_name", "lpco_issuer", "lpco_due", "consulted_authority", "standard_ref", "control_types",
        "base_physical_pct", "prenotify_hours", "fee_code", "fee_eur", "fee_basis", "target_review_hours", "release_blocking", "hold_scope",
        "valid_from", "valid_to", "verification",
    ];

    public Requirement Read()
    {
        if (row.Count != table.Columns.Count) Mistake("", $"the row has {row.Count} fields, the table {table.Columns.Count} columns");
        var requirement = new Requirement
        {
            Id = Filled("rule_id"),
            Unit = Filled("unit"),
            Direction = OneOf("direction", "IM", "EX", "TR"),
            HsInclude = { List("hs_include", ';', IsPrefix, "an HS prefix of 2 to 6 digits that HS 2022 has, or *") },
            HsExclude = { List("hs_exclude", ';', one => one != "*" && IsPrefix(one), "an HS prefix of 2 to 6 digits that HS 2022 has") },
            Origin = { List("origin", ',', IsCountry, "a country or a known list") },
            Destination = { List("destination", ',', IsCountry, "a country or a known list") },
            Procedure = { List("procedure", ',', one => one.Length == 2 && one.All(char.IsAsciiDigit), "two digits of a procedure") },
            Mode = row["mode"].Length == 0 ? "" : OneOf("mode", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
            Condition = Condition(),
            Obligation = OneOf("obligation", "MUST", "MAY", "PROHIBITED") switch
            {
                "MUST" => Obligation.Must,
                "MAY" => Obligation.May,
                "PROHIBITED" => Obligation.Prohibited,
                _ => Obligation.Unspecified,
            },
            DisclaimerCode = row["disclaimer_code"],
            Un1001 = { List("un1001", ';', IsAlternative, "a document code") },
            EuDoc = { List("eu_doc", ';', IsAlternative, "a document code") },
            Name = Filled("lpco_name"),
            Issuer = row["lpco_issuer"],
            Due = OneOf("lpco_due", "PREARR", "LODGE", "RELEASE"),
            ConsultedAuthority = row["consulted_authority"],
            Standard = row["standard_ref"],
            ControlTypes = { List("control_types", ',', one => one is "DOC" or "ID" or "PHY" or "LAB" or "SEAL", "DOC, ID, PHY, LAB or SEAL") },
            BasePhysicalPct = Whole("base_physical_pct", 100),
            PrenotifyHours = Whole("prenotify_hours", 8760),
            FeeCode = row["fee_code"],
            Fee = new Amount { Value = Decimal("fee_eur"), CurrencyId = "EUR" },
            FeeBasis = row["fee_basis"],
            TargetReviewHours = Whole("target_review_hours", 8760),
            ReleaseBlocking = OneOf("release_blocking", "Y", "N") == "Y",
            HoldScope = OneOf("hold_scope", "ITEM", "CONSIGNMENT") == "CONSIGNMENT" ? HoldScope.Consignment : HoldScope.Item,
            ValidFrom = Date("valid_from"),
            ValidTo = Date("valid_to"),
            Verification = OneOf("verification", "FORM", "REGISTER", "NONE") switch
            {
                "FORM" => Verification.Form,
                "REGISTER" => Verification.Register,
                "NONE" => Verification.None,
                _ => Verification.Unspecified,
            },
        };
        if (requirement.HsInclude.Count == 0) Mistake("hs_include", "no goods are named");
        if (requirement.HsInclude.Contains("*") && requirement.HsInclude.Count > 1) Mistake("hs_include", "* stands alone");
        if (requirement.Verification is Verification.Form or Verification.Register && requirement.Un1001.Count + requirement.EuDoc.Count == 0)
            Mistake("verification", "no document is named that could be verified");
        if (requirement.BasePhysicalPct > 0 && requirement.ControlTypes.Count == 0)
            Mistake("control_types", "controls are drawn, and none is named");
        if (requirement.ValidTo.Length > 0 && string.CompareOrdinal(requirement.ValidFrom, requirement.ValidTo) > 0)
            Mistake("valid_to", "the rule would end before it begins");
        return requirement;
    }

    public void Mistake(string column, string what) =>
        mistakes.Add(column.Length == 0 ? $"{table.File}({row.Line}): {what}." : $"{table.File}({row.Line}): {column}: {what}.");

    private string Filled(string column)
    {
        if (row[column].Length == 0) Mistake(column, "it is empty");
        return row[column];
    }

    private string OneOf(string column, params ReadOnlySpan<string> known)
    {
        if (!known.Contains(row[column])) Mistake(column, $"'{row[column]}' is none of {string.Join(", ", known!)}");
        return row[column];
    }

    private List<string> List(string column, char separator, Func<string, bool> fits, string what)
    {
        var entries = row[column].Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var one in entries)
            if (!fits(one)) Mistake(column, $"'{one}' is not {what}");
        return [.. entries];
    }

    private string Condition()
    {
        try
        {
            Contracts.Conditions.Condition.Parse(Filled("condition"));
        }
        catch (ConditionException wrong)
        {
            Mistake("condition", $"{wrong.Message} (at {wrong.Column} of: {row["condition"]})");
        }

        return row["condition"];
    }

    private int Whole(string column, int most)
    {
        if (int.TryParse(row[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most) return number;
        Mistake(column, $"'{row[column]}' is no whole number from 0 to {most}");
        return 0;
    }

    private string Decimal(string column)
    {
        if (!decimal.TryParse(row[column], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
            Mistake(column, $"'{row[column]}' is no amount");
        return row[column];
    }

    private string Date(string column)
    {
        var date = row[column];
        if (date.Length > 0 && !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            Mistake(column, $"'{date}' is no date (year-month-day)");
        return date;
    }

    private static bool IsPrefix(string one) => one == "*" || (one.Length is >= 2 and <= 6 && one.All(char.IsAsciiDigit) && IsOfTheSystem(one));

    // Chapters, headings and subheadings; what lies between them begins one of these.
    private static bool IsOfTheSystem(string one) =>
        one.Length % 2 == 0 ? HarmonisedSystem.Knows(one) : "0123456789".Any(digit => HarmonisedSystem.Knows(one + digit));

    private static bool IsCountry(string one) => one.StartsWith("lists.", StringComparison.Ordinal)
        ? CountryLists.Find(one["lists.".Length..]) is not null
        : one.Length == 2 && one.All(char.IsAsciiLetterUpper);

    private static bool IsAlternative(string one) =>
        one.Split('+').All(code => code.Length is >= 1 and <= 4 && code.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c)));
}
