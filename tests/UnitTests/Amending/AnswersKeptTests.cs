// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Amending;
using Cbm.Declarations.Determination;
using Cbm.Declarations.Storage;
using Xunit;

namespace Cbm.UnitTests.Amending;

/// <summary>An answer that is declared among the goods themselves (a species, as their product's name) over an amendment that does not have it.</summary>
public sealed class AnswersKeptTests
{
    private static readonly Answer Ivy = new() { Id = "citesListed-1", Text = "Hedera helix" };
    private readonly CaseFile _file = new();

    [Fact]
    public void What_was_answered_is_declared_again_for_the_same_goods()
    {
        var (amended, before) = (Lodged(), Answered());
        amended.GoodsShipment.GovernmentAgencyGoodsItem[0].Commodity.Description = "Ivy in pots";
        var tree = Declared(amended, before);
        Assert.Equal("Hedera helix", Assert.Single(Names(tree)).Name);
        Assert.Empty(Names(amended));
        Assert.Equal("Ivy in pots", tree.GoodsShipment.GovernmentAgencyGoodsItem[0].Commodity.Description);
    }

    [Fact]
    public void Other_goods_are_asked_about_and_so_is_what_was_never_answered()
    {
        var (amended, before) = (Lodged(), Answered());
        amended.GoodsShipment.GovernmentAgencyGoodsItem[0].Commodity.Classification[0].Id = "060220";
        Assert.Empty(Names(Declared(amended, before)));

        _file.Answers.Clear();
        Assert.Same(amended, Declared(amended, before));
    }

    [Fact]
    public void The_newest_answer_to_a_question_is_kept_and_it_alone()
    {
        AnswersKept.Keep(_file, Asked(1, 2), Ivy);
        AnswersKept.Keep(_file, Asked(2), new Answer { Text = "Aloe vera" });
        Assert.Equal([("Hedera helix", 1), ("Aloe vera", 2)], _file.Answers.Select(one => (one.Text, Assert.Single(one.Items))));
    }

    [Fact]
    public void Statements_are_made_again_for_the_same_goods_and_an_answer_whose_statement_is_taken_out_is_forgotten()
    {
        var (before, amended) = (Lodged(), Lodged());
        before.GoodsShipment.GovernmentAgencyGoodsItem[0].AdditionalInformation.Add(new AdditionalInformation { StatementTypeCode = "ATT", StatementDescription = "invasiveAlien=false" });
        AnswersKept.Keep(_file, new Question { Id = "invasiveAlien-1", Attribute = "invasiveAlien", Items = { 1, 2 } }, new Answer { Text = "false" });
        AnswersKept.Keep(_file, Asked(1), Ivy);

        AnswersKept.Forget(_file, amended, before);
        Assert.Equal([("invasiveAlien", 2), ("citesListed", 1)], _file.Answers.Select(one => (one.Attribute, Assert.Single(one.Items))));
        AnswersKept.Restate(amended, before);
        Assert.Equal(before, amended);
        AnswersKept.Forget(_file, amended, before);
        Assert.Equal(2, _file.Answers.Count);
    }

    private Declaration Answered()
    {
        var tree = Lodged();
        AnswersKept.Keep(_file, Asked(1), Ivy);
        Assert.Empty(Answering.Write(tree, Asked(1), Ivy));
        return tree;
    }

    private Declaration Declared(Declaration amended, Declaration before) => AnswersKept.Declare(
        amended,
        before,
        _file.Answers,
        tree => new Contracts.Determination { Questions = { Names(tree).Any() ? [] : [Asked(1)] } },
        (one, other) => one.Commodity.Classification.Equals(other.Commodity.Classification));

    private static IEnumerable<ProductName> Names(Declaration tree) =>
        tree.GoodsShipment.GovernmentAgencyGoodsItem[0].Commodity.Product.SelectMany(product => product.ProductName);

    private static Question Asked(params int[] items) => new() { Id = "citesListed-1", Attribute = "citesListed", Items = { items } };

    private static Declaration Lodged() => new()
    {
        GoodsShipment = new GoodsShipment
        {
            GovernmentAgencyGoodsItem =
            {
                new GovernmentAgencyGoodsItem { Commodity = new Commodity { Classification = { new Classification { Id = "060290", IdentificationTypeCode = "HS" } } } },
            },
        },
    };
}
