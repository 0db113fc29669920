// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.Declarations.Validation;
using Cbm.TestKit;
using Xunit;

namespace Cbm.UnitTests.Validation;

public sealed class AcceptedTests
{
    [Fact]
    public void The_show_case_has_nothing_to_say_against_it()
    {
        var (errors, warnings) = DeclarationValidation.Check(Given.ShowCase, Given.Finland);
        Assert.Equal([], errors);
        Assert.Equal([], warnings);
    }

    [ConformanceFact]
    public async Task Published_messages_that_are_accepted_have_no_error()
    {
        var wrong = new List<string>();
        var files = 0;
        foreach (var file in Given.AcceptedFiles())
        {
            files++;
            var (errors, _) = DeclarationValidation.Check(await Given.ConformanceFileAsync(file), Given.Finland);
            wrong.AddRange(errors.Select(e => $"{file}: {e.Code} {e.Pointer} {e.Message}"));
        }
        Assert.True(files > 100, $"{files} files");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void What_could_not_be_read_is_not_judged_again()
    {
        var unread = new Fault { Code = "SWR007", Pointer = "42A.57B.R123", Path = "declarant.id", Message = "." };
        var declaration = Given.ShowCase.Clone();
        declaration.Declarant.Id = "";

        var (errors, _) = DeclarationValidation.Check(new Reading<Declaration>(declaration, [unread], [], null), Given.Finland);
        Assert.Equal([unread], errors);
    }

    [Theory]
    [InlineData("IMA", "40", Direction.Import)]
    [InlineData("EXD", "10", Direction.Export)]
    [InlineData("COA", "10", Direction.Export)]
    [InlineData("COA", "31", Direction.Export)]
    [InlineData("COA", "40", Direction.Import)]
    [InlineData("TRD", "", Direction.Transit)]
    public void Direction_comes_from_the_type_and_for_CO_from_the_procedure(string type, string procedure, Direction direction)
    {
        var declaration = Given.ShowCase.Clone();
        declaration.TypeCode = type;
        declaration.GoodsShipment.GovernmentAgencyGoodsItem[0].GovernmentProcedure[0].CurrentCode = procedure;
        Assert.Equal(direction, DeclarationType.Of(declaration).Direction);
    }

    [Fact]
    public void A_transit_with_guarantee_is_right()
    {
        var declaration = Given.ShowCase.Clone();
        declaration.TypeCode = "TRA";
        declaration.ObligationGuarantee.Add(new ObligationGuarantee { ReferenceId = "26FI0000001" });
        foreach (var item in declaration.GoodsShipment.GovernmentAgencyGoodsItem) item.GovernmentProcedure.Clear();
        Assert.Equal([], DeclarationValidation.Check(declaration, Given.Finland).Errors);
    }

    /// <summary>What may be otherwise and is right all the same.</summary>
    public static TheoryData<string> Rights => [.. Variants.Keys];

    private static readonly Dictionary<string, Action<Declaration>> Variants = new()
    {
        ["goods not at risk, on less data"] = d => Each(d, i =>
        {
            i.GovernmentProcedure.Add(new GovernmentProcedure { CurrentCode = "1EN" });
            i.Packaging.Clear();
            i.Origin.Clear();
            i.Commodity.GoodsMeasure = null;
        }),
        ["goods in bulk without number"] = d => Each(d, i => (i.Packaging[0].TypeCode, i.Packaging[0].QuantityQuantity) = ("VY", null)),
        ["an export to a territory of the union, without office of exit"] = d =>
        {
            (d.TypeCode, d.ExitOffice) = ("COA", null);
            Each(d, i => i.GovernmentProcedure[0].CurrentCode = "10");
        },
        ["a disclaimer for an agency of its own letters"] = d => Each(d, i => i.AdditionalDocument.Add(new AdditionalDocument { CategoryCode = "0", TypeCode = "DIS", Id = "FISH-001" })),
        ["a document that is named and not numbered"] = d => Each(d, i => i.AdditionalDocument.Add(new AdditionalDocument { CategoryCode = "C", TypeCode = "673", Name = "Waived", LpcoExemptionCode = "XX" })),
        ["a temperature below nothing"] = d => Each(d, i => i.Commodity.Temperature = new() { StorageMeasure = new() { Value = "-18", UnitCode = "CEL" } }),
        ["whatever came before nothing that is asked for"] = d => Each(d, i => (i.GovernmentProcedure[0].CurrentCode, i.GovernmentProcedure[0].PreviousCode) = ("00", "90")),
        ["masses in tonnes"] = d => d.TotalGrossMassMeasure = new() { Value = "12.6", UnitCode = "TNE" },
        ["an earlier declaration by a reference that is no MRN"] = d => d.GoodsShipment.PreviousDocument.Add(new PreviousDocument { CategoryCode = "Z", TypeCode = "337", Id = "26FI-STORE-7" }),
    };

    [Theory]
    [MemberData(nameof(Rights))]
    public void Right_besides(string name)
    {
        var declaration = Given.ShowCase.Clone();
        Variants[name](declaration);
        Assert.Equal([], DeclarationValidation.Check(declaration, Given.Finland).Errors);
    }

    private static void Each(Declaration declaration, Action<GovernmentAgencyGoodsItem> change)
    {
        foreach (var item in declaration.GoodsShipment.GovernmentAgencyGoodsItem) change(item);
    }

    [Fact]
    public void Nothing_at_all_is_answered_with_everything_that_is_missing()
    {
        var (errors, _) = DeclarationValidation.Check(new Declaration(), Given.Finland);
        Assert.Equal(["42A.017", "42A.D013", "42A.D026", "42A.57B.R123", "42A.67A"], errors.Select(e => e.Pointer));
    }

    [Fact]
    public void The_largest_declaration_is_judged_in_linear_time()
    {
        var declaration = Given.ShowCase.Clone();
        var pattern = declaration.GoodsShipment.GovernmentAgencyGoodsItem[1];
        for (var i = 5; i <= 9_999; i++)
        {
            var item = pattern.Clone();
            item.SequenceNumeric = i;
            declaration.GoodsShipment.GovernmentAgencyGoodsItem.Add(item);
        }
        (declaration.GoodsItemQuantity, declaration.TotalPackageQuantity, declaration.TotalGrossMassMeasure, declaration.InvoiceAmount) = (null, null, null, null);
        DeclarationValidation.Check(Given.ShowCase, Given.Finland);

        var watch = Stopwatch.StartNew();
        Assert.Equal([], DeclarationValidation.Check(declaration, Given.Finland).Errors);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }
}
