// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.Declarations.Determination;
using Xunit;

namespace Cbm.UnitTests.Determination;

public sealed class ShowCaseTests
{
    [Fact]
    public void Exactly_the_rules_of_the_brief_fire_and_nothing_is_asked()
    {
        var result = ShowCase().Determined("XX");

        Assert.Empty(result.Questions);
        Assert.All(result.Requirements, one => Assert.Equal(RequirementStatus.Required, one.Status));
        Assert.Equal(
            "1: AGP-001 AGP-011 AGP-012 AGP-015 CUS-001 CUS-003 CUS-008 CUS-039 | " +
            "2: AGV-012 CUS-001 CUS-003 CUS-008 CUS-039 | " +
            "3: CUS-001 CUS-003 CUS-008 CUS-010 CUS-039 HEA-008 HEA-009 | " +
            "4: CUS-001 CUS-003 CUS-008 CUS-039 STD-004",
            string.Join(" | ", result.Requirements.GroupBy(one => one.Item).Select(item => $"{item.Key}: {string.Join(' ', item.Select(one => one.Id))}")));
    }

    [Fact]
    public void Its_temporary_storage_reference_answers_the_rule_that_asks_for_one()
    {
        var answering = Cbm.Contracts.Conditions.DeclaredDocument.Of(ShowCase(), ShowCase().GoodsShipment.GovernmentAgencyGoodsItem[0]);
        var asked = ShowCase().Determined("XX").Requirements.First(one => one.Id == "CUS-039").Documents;
        Assert.Equal("N355", Assert.Single(Cbm.Contracts.Conditions.AcceptedDocuments.Find(asked, answering)).Code);
    }

    [Fact]
    public void Its_toys_are_asked_about_fur_until_the_negation_is_declared()
    {
        var declaration = ShowCase();
        var toys = declaration.GoodsShipment.GovernmentAgencyGoodsItem[3].AdditionalDocument;
        toys.Remove(toys.Single(one => one.CategoryCode == "Y"));
        var question = Assert.Single(declaration.Determined("FI").Questions);
        Assert.Equal(("furSpecies", "AGV-025", "Y922"), (question.Attribute, Assert.Single(question.Requirements), Assert.Single(question.Disclaimers)));
        Assert.Empty(declaration.Determined("BW").Questions);
    }

    [Fact]
    public void Ten_thousand_items_are_explained_as_briefly_as_one()
    {
        var declaration = ShowCase();
        var items = declaration.GoodsShipment.GovernmentAgencyGoodsItem;
        while (items.Count < 9_999) items.Add(items[^4].Clone());
        var result = declaration.Determined("XX");
        Assert.Equal(9_999, result.Requirements[^1].Item);
        Assert.True(result.Unmatched.Count < 200, $"{result.Unmatched.Count} lines");
        Assert.Contains(result.Unmatched, one => one is { Requirement: "CUS-002", Items: "1-9999" });
    }

    internal static Declaration ShowCase()
    {
        using var stream = typeof(Declaration).Assembly.GetManifestResourceStream("samples/show-case.json")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var reading = JsonReading.Read<Declaration>(bytes.ToArray());
        Assert.True(reading.IsClean);
        return reading.Message!;
    }
}
