// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Cbm.Contracts;
using Cbm.Contracts.Conditions;

namespace Cbm.Declarations.Slicing;

/// <summary>
/// What makes a document, a statement or a fee line of one goods item a unit's own; <paramref name="reads"/> says whether the
/// unit reads an element of the goods item.
/// </summary>
internal sealed partial class OwnRecords(Func<string, bool> reads)
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
        if (requirement.Id.IndexOf('-', StringComparison.Ordinal) is > 0 and var end)
        {
            // A fee line may bear the rules' own beginning (AGP) instead of one fee's code.
            _fees.Add(requirement.Id[..end]);
        }

        if (requirement.Disclaimer.Length > 0 && requirement.Disclaimer != DocumentCodes.NationalDisclaimer)
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
        var code = DocumentCodes.Of(document);
        // Brief 2.1: 0DIS names the rule in its ID and answers that rule alone.
        return code == DocumentCodes.NationalDisclaimer ? _rules.Any(rule => AcceptedDocuments.Names(document.Id, rule)) : _codes.Contains(code);
    }

    public bool Has(AdditionalInformation statement)
    {
        var text = statement.StatementDescription;
        // slices.csv, species: source and purpose of a CITES permit go with the species.
        if (statement.StatementTypeCode != "ATT") return text.StartsWith("CITES", StringComparison.Ordinal) && _attributes.Contains("citesListed");
        var name = text.Split('=')[0].Trim();
        // A statement shows no more than the element that it stands in for.
        return _attributes.Contains(name) && KnownAttribute.Find(name) is { } attribute && (attribute.Element.Length == 0 || reads(attribute.Element));
    }

    public bool Has(DutyTaxFee line) => _fees.Contains(line.TypeCode);

    [GeneratedRegex(@"\bitem\.([A-Za-z]+)")]
    private static partial Regex Attributes();
}
