// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations.Amending;
using Cbm.Declarations.Validation;
using Cbm.TestKit;
using Xunit;

namespace Cbm.UnitTests.Amending;

/// <summary>Every published amendment over its original, where that is published too.</summary>
public sealed class PublishedAmendmentTests
{
    [ConformanceTheory]
    [InlineData("TT_Add_Item_Scenario_v1__Step1_Declaration.xml", "TT_Add_Item_Scenario_v1__Step2_Amendment.xml", 3)]
    [InlineData("TT_EX009a__TT_EX009a.xml", "TT_EX009a__Step5_TT_EX009a_Amendment.xml", 1)]
    [InlineData("TT_IM005b__TT_IM005b.xml", "TT_IM005b__TT_IM005b_Amendment.xml", 1)]
    [InlineData("TT_IM016a__TT_IM016a.xml", "TT_IM016a__TT_IM016a_Amendment.xml", 1)]
    [InlineData("TT_IM033b__TT_IM033b.xml", "TT_IM033b__TT_IM033b_Amendment.xml", 1)]
    [InlineData("TT_IM068a__TT_IM068a.xml", "TT_IM068a__Step2_TT_IM68a_Amendment.xml", 1)]
    public async Task It_applies_and_what_it_makes_is_a_declaration(string original, string amendment, int items)
    {
        var (before, message) = ((await Validation.Given.ConformanceFileAsync(original)).Message!, (await Validation.Given.ConformanceFileAsync(amendment)).Message!);
        var amended = Delta.Apply(before, AmendingMessage.Of(message)!);

        Assert.Equal([], amended.Faults);
        Assert.Equal([], DeclarationValidation.Check(amended.Tree, Validation.Given.Finland).Errors);
        Assert.NotEqual(before.GoodsShipment, amended.Tree.GoodsShipment);
        Assert.Equal(items, amended.Tree.GoodsShipment.GovernmentAgencyGoodsItem.Count);
    }

    // Their originals are not published: over another declaration they fit nothing, or change what they do not point to.
    [ConformanceTheory]
    [InlineData("TT_IM008b__TT_IM008b_Amendment.xml", "SWA088")]
    [InlineData("TT_IM061b__TT_IM061b_Amendment.xml", "SWA088")]
    [InlineData("TT_IM082a__TT_IM002c_Complex_Multi_Amendment.xml", "SWA088")]
    public async Task Over_another_declaration_it_is_refused(string amendment, string code) =>
        Assert.Contains(code, (await Validation.Given.ConformanceFileAsync(amendment)).Message!.Applied().Faults.Select(fault => fault.Code));

    [ConformanceFact]
    public async Task One_that_takes_out_a_goods_item_takes_it_out()
    {
        var amended = (await Validation.Given.ConformanceFileAsync("TT_IM017a__TT_IM017a_Amendment.xml")).Message!.Applied();
        Assert.Equal([], amended.Faults);
        Assert.Equal([1, 3, 4], amended.Tree.GoodsShipment.GovernmentAgencyGoodsItem.Select(item => item.SequenceNumeric));
    }
}
