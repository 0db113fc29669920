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
