// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Cbm.Contracts;

namespace Cbm.Declarations.Slicing;

/// <summary>What makes a document, a statement or a fee line of one goods item a unit's own.</summary>
internal sealed partial class OwnRecords
{
    private readonly HashSet<string> _codes = [];
    private readonly HashSet<string> _rules = [];
    private readonly HashSet<string> _attributes = [];
    private readonly HashSet<string> _fees = [];

    public void Add(DeterminedRequirement requirement, Requirement? rule)
    {
        _rules.Add(requirement.Id);
        // 853+648 asks for two documents: either is the unit's own.
        _codes.UnionWith(requirement.Documents.SelectMany(d => d.Split('+')));
        if (requirement.Disclaimer.Length > 0 && requirement.Disclaimer != NamedDisclaimer)
        {
            _codes.Add(requirement.Disclaimer);
        }

        if (rule is not null)
        {
            _attributes.UnionWith(Attributes().Matches(rule.Condition).Select(m => m.Groups[1].Value));
            if (rule.FeeCode is { Length: > 0 } and not "-")
            {
                _fees.Add(rule.FeeCode);
            }
        }
    }

    public void Add(Question question) => _attributes.Add(question.Attribute);

    public bool Has(AdditionalDocument document)
    {
        var code = Code(document);
        return code == NamedDisclaimer ? _rules.Contains(document.Id) : _codes.Contains(code);
    }

    public bool Has(AdditionalInformation statement) =>
        statement.StatementTypeCode == "ATT" && _attributes.Contains(statement.StatementDescription.Split('=')[0].Trim());

    public bool Has(DutyTaxFee line) => _fees.Contains(line.TypeCode);

    public static string Code(AdditionalDocument document) => document.CategoryCode + document.TypeCode;

    // Brief 2.1: 0DIS names the rule in its ID and answers that rule alone.
    private const string NamedDisclaimer = "0DIS";

    [GeneratedRegex(@"\bitem\.([A-Za-z]+)")]
    private static partial Regex Attributes();
}
