// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Conditions;

namespace Cbm.Declarations.Determination;

/// <summary>
/// Gathers what the trader is to be asked: once for the declaration where the answer is one (the mode of transport), once
/// for all items of the same goods where each goods have their own.
/// </summary>
internal sealed class Questions
{
    private readonly Dictionary<(KnownAttribute Attribute, string Subject), (Question Question, ItemRanges Items)> asked = [];
    private readonly List<(Question Question, ItemRanges Items)> inOrder = [];

    public void Ask(KnownAttribute attribute, DeclaredAttributes facts, int item, CompiledRule rule)
    {
        var words = QuestionText.Of(attribute);
        var subject = words.OfDeclaration ? "" : $"{facts.Hs}|{facts.Item.Commodity?.Description}";
        if (!asked.TryGetValue((attribute, subject), out var one))
        {
            one = (new Question
            {
                Id = words.OfDeclaration ? attribute.Name : $"{attribute.Name}-{item}",
                Attribute = attribute.Name,
                Pointer = words.Pointer(item),
            }, new ItemRanges());
            asked.Add((attribute, subject), one);
            inOrder.Add(one);
        }

        var question = one.Question;
        if (!words.OfDeclaration && (question.Items.Count == 0 || question.Items[^1] != item))
        {
            question.Items.Add(item);
            one.Items.Add(item);
        }

        if (!question.Requirements.Contains(rule.Requirement.Id)) question.Requirements.Add(rule.Requirement.Id);
        if (rule.Disclaimer.Length > 0 && !question.Disclaimers.Contains(rule.Disclaimer)) question.Disclaimers.Add(rule.Disclaimer);
    }

    /// <summary>The questions in the order in which they came up, worded.</summary>
    public IEnumerable<Question> All()
    {
        foreach (var (question, items) in inOrder)
        {
            var words = QuestionText.Find(question.Attribute)!;
            question.Text = words.OfDeclaration ? words.Text : $"Goods item{(question.Items.Count > 1 ? "s" : "")} {items}: {words.Text}";
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
