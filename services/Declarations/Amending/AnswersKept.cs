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

        file.Answers.Add(new GivenAnswer { Attribute = question.Attribute, Items = { question.Items }, Value = answer.Value, Text = answer.Text, Documents = { answer.Documents } });
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

    private static bool IsAbout(GivenAnswer known, Question question) =>
        question.Items.Count == 0 ? known.Items.Count == 0 : question.Items.Any(known.Items.Contains);
}
