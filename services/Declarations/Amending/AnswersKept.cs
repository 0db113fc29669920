// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Determination;
using Cbm.Declarations.Storage;

namespace Cbm.Declarations.Amending;

/// <summary>What the trader answered is not asked again: it is declared again in a newer version, for goods that are the same.</summary>
public static class AnswersKept
{
    // An answer may bring the next question.
    private const int MostRounds = 5;

    /// <summary>Keeps an answer; an older one to the same question goes.</summary>
    public static void Keep(CaseFile file, Question question, Answer answer)
    {
        TakeOut(file, question);
        file.Answers.Add(new GivenAnswer { Attribute = question.Attribute, Items = { question.Items }, Value = answer.Value, Text = answer.Text, Documents = { answer.Documents } });
    }

    /// <summary>Statements of attributes (ATT) that a whole declaration does not have are stated again for goods of the same kind.</summary>
    /// <param name="amended">What is declared now; changed.</param>
    /// <param name="before">What was declared.</param>
    public static void Restate(Declaration amended, Declaration before)
    {
        var (items, earlier) = (amended.GoodsShipment?.GovernmentAgencyGoodsItem, before.GoodsShipment.GovernmentAgencyGoodsItem);
        for (var index = 0; index < Math.Min(items?.Count ?? 0, earlier.Count); index++)
        {
            if (GoodsKind.IsSame(items![index], earlier[index]))
            {
                items[index].AdditionalInformation.AddRange(Gone(items[index], earlier[index]));
            }
        }
    }

    /// <summary>Answers whose statements a change takes out from among the goods are no longer given.</summary>
    /// <param name="file">The case file, with its answers; changed.</param>
    /// <param name="amended">What is declared now.</param>
    /// <param name="before">What was declared.</param>
    public static void Forget(CaseFile file, Declaration amended, Declaration before)
    {
        var (items, earlier) = (amended.GoodsShipment.GovernmentAgencyGoodsItem, before.GoodsShipment.GovernmentAgencyGoodsItem);
        for (var index = 0; index < Math.Min(items.Count, earlier.Count); index++)
        {
            foreach (var statement in Gone(items[index], earlier[index]))
            {
                TakeOut(file, new Question { Attribute = AttributeOf(statement), Items = { index + 1 } });
            }
        }
    }

    /// <summary>The amended tree with every kept answer to what would be asked again about goods that are as they were.</summary>
    /// <param name="amended">What is declared now; not changed.</param>
    /// <param name="before">What was declared, answers included.</param>
    /// <param name="answers">What was answered.</param>
    /// <param name="determine">Determines what is asked of a tree.</param>
    /// <param name="isSame">Whether two goods items are the same goods.</param>
    public static Declaration Declare(
        Declaration amended,
        Declaration before,
        IReadOnlyList<GivenAnswer> answers,
        Func<Declaration, Contracts.Determination> determine,
        Func<GovernmentAgencyGoodsItem, GovernmentAgencyGoodsItem, bool> isSame)
    {
        var tree = amended;
        for (var round = 0; answers.Count > 0 && round < MostRounds; round++)
        {
            var answered = tree.Clone();
            foreach (var question in determine(tree).Questions)
            {
                foreach (var known in answers.Where(one => one.Attribute == question.Attribute && IsAbout(one, question)))
                {
                    var own = question.Clone();
                    own.Items.Clear();
                    own.Items.AddRange(question.Items.Where(known.Items.Contains));
                    Answering.Write(answered, own, new Answer { Value = known.Value, Text = known.Text, Documents = { known.Documents } });
                }
            }

            var (items, earlier) = (answered.GoodsShipment.GovernmentAgencyGoodsItem, before.GoodsShipment.GovernmentAgencyGoodsItem);
            for (var index = 0; index < items.Count; index++)
            {
                if (index >= earlier.Count || !isSame(items[index], earlier[index]))
                {
                    items[index] = tree.GoodsShipment.GovernmentAgencyGoodsItem[index];
                }
            }

            if (answered.Equals(tree))
            {
                break;
            }

            tree = answered;
        }

        return tree;
    }

    private static void TakeOut(CaseFile file, Question question)
    {
        foreach (var older in file.Answers.Where(one => one.Attribute == question.Attribute && IsAbout(one, question)).ToList())
        {
            foreach (var item in question.Items)
            {
                older.Items.Remove(item);
            }

            if (older.Items.Count == 0)
            {
                file.Answers.Remove(older);
            }
        }
    }

    private static List<AdditionalInformation> Gone(GovernmentAgencyGoodsItem now, GovernmentAgencyGoodsItem before)
    {
        var said = now.AdditionalInformation.Select(AttributeOf).ToHashSet();
        return [.. before.AdditionalInformation.Where(statement => AttributeOf(statement) is { Length: > 0 } name && !said.Contains(name))];
    }

    private static string AttributeOf(AdditionalInformation statement) =>
        statement.StatementTypeCode == "ATT" ? statement.StatementDescription.Split('=')[0].Trim() : "";

    private static bool IsAbout(GivenAnswer known, Question question) =>
        question.Items.Count == 0 ? known.Items.Count == 0 : question.Items.Any(known.Items.Contains);
}
