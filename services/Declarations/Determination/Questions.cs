// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Contracts.Conditions;

namespace Cbm.Declarations.Determination;

/// <summary>
/// Gathers what the trader is to be asked: once for the declaration where the answer is one (the mode of transport), once
/// for all items of the same goods where each goods have their own, and for each item where it has its own (its mass).
/// </summary>
internal sealed class Questions
{
    private readonly Dictionary<(KnownAttribute Attribute, string Subject), Question> asked = [];
    private readonly List<Question> inOrder = [];

    /// <summary>Asks for the commodity code, without which no rule that names goods can be looked at: nothing is released unseen for want of it.</summary>
    public void AskForCode(DeclaredAttributes facts, int item) => Ask(KnownAttribute.CommodityCode, facts, item);

    /// <summary>Asks for an attribute that a rule turns on.</summary>
    public void Ask(KnownAttribute attribute, DeclaredAttributes facts, int item, CompiledRule rule)
    {
        var question = Ask(attribute, facts, item);
        if (!question.Requirements.Contains(rule.Requirement.Id)) question.Requirements.Add(rule.Requirement.Id);
        if (rule.Disclaimer.Length > 0 && !question.Disclaimers.Contains(rule.Disclaimer)) question.Disclaimers.Add(rule.Disclaimer);
    }

    private Question Ask(KnownAttribute attribute, DeclaredAttributes facts, int item)
    {
        var words = QuestionText.Of(attribute);
        var subject = SubjectOf(words, facts, item);
        if (!asked.TryGetValue((attribute, subject), out var question))
        {
            question = new Question
            {
                Id = words.Subject == Subject.Declaration ? attribute.Name : $"{attribute.Name}-{item}",
                Attribute = attribute.Name,
                Pointer = words.Pointer(item),
            };
            asked.Add((attribute, subject), question);
            inOrder.Add(question);
        }

        if (words.Subject != Subject.Declaration && (question.Items.Count == 0 || question.Items[^1] != item)) question.Items.Add(item);
        return question;
    }

    private static string SubjectOf(QuestionText words, DeclaredAttributes facts, int item)
    {
        if (words.Subject == Subject.Declaration) return "";
        var goods = $"{facts.Hs}|{facts.Item.Commodity?.Description}";
        // Goods of which nothing is said are not known to be the same goods.
        return words.Subject == Subject.Item || goods.Length == 1 ? item.ToString(CultureInfo.InvariantCulture) : goods;
    }

    /// <summary>The questions in the order in which they came up, worded.</summary>
    public IEnumerable<Question> All()
    {
        foreach (var question in inOrder)
        {
            question.Text = QuestionText.Find(question.Attribute)!.For(question.Items);
            yield return question;
        }
    }

    /// <summary>The missing attributes as one requirement asks for them.</summary>
    public static string Worded(IReadOnlyList<KnownAttribute> missing) => missing.Count == 1
        ? QuestionText.Of(missing[0]).Text
        : string.Join(' ', missing.Select(one => QuestionText.Of(one).Text));

    /// <summary>The missing attributes, as a reason.</summary>
    public static string NotKnown(string why, IReadOnlyList<KnownAttribute> missing) =>
        $"{why}; not known: {string.Join(", ", missing.Select(one => one.Name))}";
}
