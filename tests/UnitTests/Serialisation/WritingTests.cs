// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace Cbm.UnitTests.Serialisation;

public class WritingTests
{
    [Fact]
    public void A_declaration_in_json_has_what_it_says_and_nothing_else()
        => Assert.Equal(
            """{"functionCode":"9","functionalReferenceId":"L1","totalGrossMassMeasure":{"value":"12.50","unitCode":"KGM"},"consignment":{"itinerary":[{"sequenceNumeric":0}]}}""",
            Json(new Declaration
            {
                FunctionCode = "9",
                FunctionalReferenceId = "L1",
                TotalGrossMassMeasure = new Quantity { Value = "12.50", UnitCode = "KGM" },
                Consignment = new Consignment { Itinerary = { new Itinerary { SequenceNumeric = 0 } } },
            }));

    [Fact]
    public void An_answer_of_the_api_has_its_lists_and_flags_always()
        => Assert.Equal(
            """{"mrn":"M","version":1,"presented":false,"warnings":[],"agencies":[{"unit":"CUSTOMS","state":"IN_REVIEW","decision":"APPROVE","reasons":["Ä <&>"],"requirements":[],"due":"2025-11-13T17:22:16.5Z"}],"questions":[],"items":[],"responses":[],"nextSteps":[]}""",
            Json(new DeclarationView
            {
                Mrn = "M",
                Version = 1,
                Agencies = { new UnitView { Unit = "CUSTOMS", State = ReviewState.InReview, Decision = Outcome.Approve, Reasons = { "Ä <&>" }, Due = Timestamp.FromDateTime(new DateTime(2025, 11, 13, 17, 22, 16, 500, DateTimeKind.Utc)) } },
            }));

    [Fact]
    public void Scalars_stand_bare()
    {
        var query = new RequirementQuery { Items = { new RequirementQueryItem { Hs = "0802" } } };
        query.Items[0].Attributes.Add("a", new Scalar { Number = "12.50" });
        query.Items[0].Attributes.Add("b", new Scalar { Flag = false });
        query.Items[0].Attributes.Add("c", new Scalar { Unknown = true });
        query.Items[0].Attributes.Add("d", new Scalar { Text = "x" });

        Assert.Contains("""{"a":12.50,"b":false,"c":null,"d":"x"}""", Json(query), StringComparison.Ordinal);
        Assert.Equal(query, RoundTrip.Json(query));
    }

    [Fact]
    public void A_response_in_xml_is_of_the_country_and_in_the_order_of_the_model()
    {
        using var stream = new MemoryStream();
        XmlWriting.Write(stream, new Response
        {
            IssueDateTime = "2025-11-13T17:22:16+02:00",
            FunctionCode = "01",
            Error = { new Error { ValidationCode = "SWR004", Pointer = { new ResponsePointer { SequenceNumeric = 1, DocumentSectionCode = "42A" } } } },
            Declaration = new ResponseDeclaration { Id = "M" },
        }, "FI", envelope: true);

        Assert.Equal(
            """<?xml version="1.0" encoding="utf-8"?><MetaData xmlns="urn:wco:datamodel:WCO:DocumentMetaData-DMS:2"><WCODataModelVersionCode>3.6</WCODataModelVersionCode><WCOTypeName>RES</WCOTypeName><ResponsibleCountryCode>FI</ResponsibleCountryCode><Response xmlns="urn:wco:datamodel:FI:SW-RES:1"><FunctionCode>01</FunctionCode><IssueDateTime><DateTimeString formatCode="304">20251113172216+02</DateTimeString></IssueDateTime><Error><ValidationCode>SWR004</ValidationCode><Pointer><SequenceNumeric>1</SequenceNumeric><DocumentSectionCode>42A</DocumentSectionCode></Pointer></Error><Declaration><ID>M</ID></Declaration></Response></MetaData>""",
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void A_valuation_is_written_in_the_order_of_the_model_at_both_its_places()
    {
        using var stream = new MemoryStream();
        CustomsValuation Valuation() => new() { MethodCode = "1", FreightChargeAmount = new() { Value = "1" }, ChargeDeduction = { new ChargeDeduction { ChargesTypeCode = "AK" } } };
        XmlWriting.Write(stream, new Declaration { GoodsShipment = new() { CustomsValuation = Valuation(), GovernmentAgencyGoodsItem = { new GovernmentAgencyGoodsItem { CustomsValuation = Valuation() } } } }, "FI");

        const string Order = "<CustomsValuation><FreightChargeAmount>1</FreightChargeAmount><MethodCode>1</MethodCode><ChargeDeduction>";
        Assert.Equal(2, Encoding.UTF8.GetString(stream.ToArray()).Split(Order).Length - 1);
    }

    [Fact]
    public void Every_message_of_the_contract_can_be_written_and_read()
    {
        // A field of a kind that the reader does not know would show here, not at a caller's first request.
        foreach (var type in typeof(Declaration).Assembly.GetExportedTypes().Where(t => t.IsAssignableTo(typeof(IMessage)) && t != typeof(Scalar)))
            Assert.StartsWith("{", Json((IMessage)Activator.CreateInstance(type)!), StringComparison.Ordinal);
    }

    private static string Json(IMessage message) => Encoding.UTF8.GetString(JsonWriting.ToUtf8(message));
}
