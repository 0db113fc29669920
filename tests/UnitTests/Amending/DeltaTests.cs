// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Amending;
using Xunit;

namespace Cbm.UnitTests.Amending;

/// <summary>What a message makes of its original, in both dialects.</summary>
public sealed class DeltaTests
{
    [Fact]
    public void An_element_that_is_pointed_to_is_changed_and_nothing_else()
    {
        var message = GivenMessage.Pointing("42A 67A[1] 68A[2] 23A 65A/128", "42A/146");
        message.Item(2).Commodity = new Commodity { GoodsMeasure = new GoodsMeasure { NetNetWeightMeasure = new Quantity { Value = "89", UnitCode = "KGM" } } };
        message.TotalPackageQuantity = new Quantity { Value = "999" };
        var (original, sent) = (GivenMessage.Original, message.Clone());
        var amended = Delta.Apply(original, AmendingMessage.Of(message)!);

        var expected = GivenMessage.Original;
        expected.GoodsShipment.GovernmentAgencyGoodsItem[1].Commodity.GoodsMeasure.NetNetWeightMeasure = new Quantity { Value = "89", UnitCode = "KGM" };
        expected.TotalPackageQuantity = new Quantity { Value = "999" };
        expected.Amendment.Add(message.Amendment);
        Assert.Equal([], amended.Faults);
        Assert.Equal(expected, amended.Tree);
        Assert.Equal((GivenMessage.Original, sent), (original, message));
    }

    [Fact]
    public void A_class_is_replaced_added_in_the_next_place_or_taken_out_where_the_message_has_none()
    {
        var message = GivenMessage.Pointing("42A 67A 68A[5]", "42A 67A 68A[1] 02A[2]", "42A 67A 68A[1] 02A[7]", "42A 67A 68A[1] 72A", "42A 57A/R031");
        message.Item(5).Commodity = new Commodity { Description = "Hair clippers" };
        message.Item(1).AdditionalDocument.Add(new AdditionalDocument { CategoryCode = "N", TypeCode = "380", Id = "NB-2026-0417" });
        message.Item(1).AdditionalDocument.Add(new AdditionalDocument { CategoryCode = "N", TypeCode = "705", Id = "ANOTHER" });
        message.Item(1).AdditionalDocument.Add(new AdditionalDocument { CategoryCode = "N", TypeCode = "271", Id = "NB-2026-0417-PL" });
        Assert.Equal([], message.Faults());

        var (tree, before) = (message.Applied().Tree, GivenMessage.Original.GoodsShipment.GovernmentAgencyGoodsItem[0]);
        var items = tree.GoodsShipment.GovernmentAgencyGoodsItem;
        Assert.Equal([1, 2, 3, 4, 5], items.Select(item => item.SequenceNumeric));
        Assert.Equal("Hair clippers", items[4].Commodity.Description);
        Assert.Equal(["NB-2026-0417", "ANOTHER", .. before.AdditionalDocument.Skip(2).Take(4).Select(document => document.Id)], items[0].AdditionalDocument.Select(document => document.Id));
        Assert.Null(items[0].Grower);
        Assert.Equal("", tree.Exporter.Name);
        Assert.Equal("GB", tree.Exporter.Address.CountryCode);
    }

    [Fact]
    public void A_document_is_added_element_by_element_behind_those_that_hold_its_place()
    {
        var message = GivenMessage.Pointing("42A 67A 68A[2] 02A[6]/D006", "42A 67A 68A[2] 02A[6]/D031", "42A 67A 68A[2] 02A[7]/D006");
        message.Item(2).AdditionalDocument.Add(GivenMessage.Original.GoodsShipment.GovernmentAgencyGoodsItem[1].AdditionalDocument.Select(document => document.Clone()));
        message.Item(2).AdditionalDocument[1].Id = "NOT WHAT IS DECLARED";
        message.Item(2).AdditionalDocument.Add(new AdditionalDocument { CategoryCode = "9", TypeCode = "WKS" });
        message.Item(2).AdditionalDocument.Add(new AdditionalDocument { TypeCode = "55D" });
        var amended = message.Applied();

        Assert.Equal([], amended.Faults);
        Assert.Equal("SWA088 goodsShipment.governmentAgencyGoodsItem[0].additionalDocument[1]", Assert.Single(amended.Warnings.Select(doubt => $"{doubt.Code} {doubt.Path}")));
        var documents = amended.Tree.GoodsShipment.GovernmentAgencyGoodsItem[1].AdditionalDocument;
        Assert.Equal(("NSLFEL26041188", "WKS", "55D"), (documents[1].Id, documents[5].TypeCode, documents[6].TypeCode));
    }

    [Fact]
    public void A_list_may_carry_only_what_its_pointers_name()
    {
        var message = GivenMessage.Pointing("42A 67A 68A[1] 02A[4]/D005", "42A 67A 68A[1] 02A[5]");
        message.Item(1).AdditionalDocument.Add(new AdditionalDocument { CategoryCode = "N", TypeCode = "851", Id = "GB/EW/2026/2" });
        message.Item(1).AdditionalDocument.Add(new AdditionalDocument { CategoryCode = "C", TypeCode = "085", Id = "CHEDPP.FI.2026.0000001-01" });
        Assert.Equal([], message.Faults());

        var documents = message.Applied().Tree.GoodsShipment.GovernmentAgencyGoodsItem[0].AdditionalDocument;
        Assert.Equal(("GB/EW/2026/2", "2026-01-12", "CHEDPP.FI.2026.0000001-01"), (documents[3].Id, documents[3].EffectiveDateTime, documents[4].Id));
    }

    [Theory]
    [InlineData("42A 67A 68A[1] 02A[2]/276", "", "2026-01-12")]
    [InlineData("42A 67A 68A[1] 02A[2]", "380", "")]
    public void A_list_that_can_be_read_in_two_ways_is_refused_and_nothing_is_taken_out(string pointer, string type, string date)
    {
        var original = GivenMessage.Original;
        var declared = original.GoodsShipment.GovernmentAgencyGoodsItem[0].AdditionalDocument;
        (declared[0].EffectiveDateTime, declared[1].EffectiveDateTime) = ("2026-01-12", "2026-01-21");
        var message = GivenMessage.Pointing(pointer);
        message.Item(1).AdditionalDocument.Add(new AdditionalDocument { TypeCode = type, EffectiveDateTime = date });
        var refused = Delta.Apply(original, AmendingMessage.Of(message)!);
        Assert.Equal(["SWA087 amendment[0].pointer[3]"], refused.Faults.Select(fault => $"{fault.Code} {fault.Path}"));
        Assert.Equal(original.GoodsShipment, refused.Tree.GoodsShipment);

        message.Item(1).AdditionalDocument.Add(new AdditionalDocument { TypeCode = "705", EffectiveDateTime = "2026-01-12" });
        var amended = Delta.Apply(original, AmendingMessage.Of(message)!);
        Assert.Equal([], amended.Faults);
        Assert.Equal("2026-01-12", amended.Tree.GoodsShipment.GovernmentAgencyGoodsItem[0].AdditionalDocument[1].EffectiveDateTime);
    }

    [Fact]
    public void What_is_carried_before_places_that_are_taken_out_must_be_what_is_declared()
    {
        var message = GivenMessage.Pointing("42A 67A 68A[1] 02A[2]", "42A 67A 68A[1] 02A[3]");
        message.Item(1).AdditionalDocument.Add(new AdditionalDocument { CategoryCode = "N", TypeCode = "705", Id = "ANOTHER" });
        Assert.Equal(
            ["SWA088 goodsShipment.governmentAgencyGoodsItem[0].additionalDocument[0].id", "SWA088 goodsShipment.governmentAgencyGoodsItem[0].additionalDocument[0].typeCode"],
            message.Faults().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void When_a_message_was_made_and_what_it_is_proved_by_are_its_own()
    {
        var message = GivenMessage.Pointing("42A/146");
        message.TotalPackageQuantity = new Quantity { Value = "999" };
        (message.IssueDateTime, message.Authentication) = ("2026-04-01T10:00:00Z", new Authentication { Authentication_ = "A. Clerk" });
        Assert.Equal([], message.Faults());
        Assert.Equal(("", null), (message.Applied().Tree.IssueDateTime, message.Applied().Tree.Authentication));
    }

    [Theory]
    [InlineData("67A/103", "SWA087 amendment[1].pointer[0].documentSectionCode")]
    [InlineData("42A", "SWA087 amendment[1]")]
    [InlineData("42A 67A 68A/108", "SWA087 amendment[1].pointer[2].sequenceNumeric")]
    [InlineData("42A 67A/103 68A[1]", "SWA087 amendment[1].pointer[1].tagId")]
    [InlineData("42A 68A[1]", "SWA084 amendment[1].pointer[1].documentSectionCode")]
    [InlineData("42A 67A 68A[1]/R031", "SWA084 amendment[1].pointer[2].tagId")]
    [InlineData("42A/D014", "SWA084 amendment[1].pointer[0].tagId")]
    [InlineData("42A/D011", "SWA084 amendment[1].pointer[0].tagId")]
    [InlineData("42A 06A[1]", "SWA084 amendment[1].pointer[1].documentSectionCode")]
    [InlineData("42A 67A 68A[6]", "SWA084 amendment[1].pointer[2]")]
    [InlineData("42A 67A 68A[5]", "SWA084 amendment[1].pointer[2]")]
    [InlineData("42A 67A 68A[1] 02A[9]/D005", "SWA084 amendment[1].pointer[3]")]
    [InlineData("42A 67A 68A[1] 01B/R003", "SWA084 amendment[1].pointer[3].tagId")]
    [InlineData("42A 05A", "SWA084 amendment[1].pointer[1]")]
    [InlineData("42A/504", "SWA084 amendment[1].pointer[0].tagId")]
    public void A_pointer_that_is_malformed_or_fits_nothing_is_told_at_its_place(string pointer, string fault)
    {
        var message = GivenMessage.Pointing("42A/146", pointer);
        message.TotalPackageQuantity = new Quantity { Value = "999" };
        Assert.Equal([fault], message.Faults());
    }

    [Fact]
    public void A_change_that_no_pointer_names_is_told_with_every_other_fault()
    {
        var message = GivenMessage.Pointing("42A 67A 68A[9]", "42A/146");
        message.Amendment.Add(new Contracts.Amendment());
        message.AdditionalInformation[0].Pointer.Add([new Pointer { DocumentSectionCode = "42A" }, new Pointer { DocumentSectionCode = "06A", SequenceNumeric = 4 }]);
        message.Declarant = new Declarant { Id = "FI0000000-0" };
        message.Exporter = new Exporter { Name = "Northbridge Export Ltd" };
        message.Agent = new Agent { Id = "FI1" };
        message.Item(1).Commodity = new Commodity { Description = "Something else" };
        message.Item(7).Commodity = new Commodity { Description = "New" };
        message.TotalPackageQuantity = new Quantity { Value = "999" };

        Assert.Equal(
            [
                "SWA080 amendment[2].changeReasonCode", "SWA084 additionalInformation[0].pointer", "SWA084 amendment[0].pointer[2]", "SWA087 amendment[2].pointer", "SWA088 agent",
                "SWA088 declarant.id", "SWA088 goodsShipment.governmentAgencyGoodsItem[0].commodity.description", "SWA088 goodsShipment.governmentAgencyGoodsItem[1]",
            ],
            message.Faults().Order(StringComparer.Ordinal));
        Assert.Contains(message.Applied().Faults, fault => fault.Pointer == "42A.67A.68A[1].23A.137");
    }

    [Fact]
    public void What_a_plain_change_carries_replaces_what_was_declared_and_numbered_elements_are_found_by_their_numbers()
    {
        var message = new Declaration { FunctionCode = "4", FunctionalReferenceId = "SHOW-CASE-0001", GoodsShipment = new GoodsShipment(), Amendment = { new Contracts.Amendment { ChangeReasonCode = "32" } } };
        message.Item(3).Commodity = new Commodity { Description = "Toy telephones" };
        message.Item(5).Commodity = new Commodity { Description = "New" };
        message.Item(1).AdditionalDocument.Add(new AdditionalDocument { CategoryCode = "N", TypeCode = "380", Id = "ALONE" });
        Assert.Equal([], message.Faults());

        var tree = message.Applied().Tree;
        var expected = GivenMessage.Original;
        expected.Amendment.Add(message.Amendment);
        expected.GoodsShipment.GovernmentAgencyGoodsItem[2].Commodity.Description = "Toy telephones";
        expected.GoodsShipment.GovernmentAgencyGoodsItem.Add(message.Item(5));
        expected.GoodsShipment.GovernmentAgencyGoodsItem[0].AdditionalDocument.Clear();
        expected.GoodsShipment.GovernmentAgencyGoodsItem[0].AdditionalDocument.Add(message.Item(1).AdditionalDocument);
        Assert.Equal(expected, tree);

        message.GoodsShipment.GovernmentAgencyGoodsItem[1].SequenceNumeric = 3;
        Assert.Equal(["SWA089 goodsShipment.governmentAgencyGoodsItem[1].sequenceNumeric"], message.Faults());
    }

    [Fact]
    public void A_replacement_is_the_declaration_from_then_on()
    {
        var message = GivenMessage.Original;
        message.FunctionCode = "5";
        message.GoodsShipment.GovernmentAgencyGoodsItem.RemoveAt(3);
        var tree = message.Applied().Tree;
        message.FunctionCode = "9";
        Assert.Equal(message, tree);
    }
}
