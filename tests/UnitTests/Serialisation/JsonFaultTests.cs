// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Google.Protobuf;
using Xunit;

namespace Cbm.UnitTests.Serialisation;

public class JsonFaultTests
{
    /// <summary>Members of a declaration beside its function code, and the one fault they must give.</summary>
    [Theory]
    [InlineData("""{"typeCod":"IM"}""", "SWR001", "42A", "typeCod")]
    [InlineData("""{"type_code":"IM"}""", "SWR001", "42A", "type_code")]
    [InlineData("""{"\ud800":1}""", "SWR001", "42A", "?")]
    [InlineData("""{"consignment":{"itinerary":[{"sequenceNumric":1}]}}""", "SWR001", "42A.28A.81A[1]", "consignment.itinerary[0].sequenceNumric")]
    [InlineData("""{"TypeCode":"IM"}""", "SWR001", "42A", "TypeCode")]
    [InlineData("""{"goodsShipment":{"buyer":{"nme":{"a":[1,{"b":2}]}}}}""", "SWR001", "42A.67A.16A", "goodsShipment.buyer.nme")]
    [InlineData("""{"typeCode":"IM","typeCode":"IM"}""", "SWR002", "42A.D013", "typeCode")]
    [InlineData("""{"typeCode":null,"typeCode":"IM"}""", "SWR002", "42A.D013", "typeCode")]
    [InlineData("""{"typeCode":"IM","typeC\u006fde":"IM"}""", "SWR002", "42A.D013", "typeCode")]
    [InlineData("""{"typeCode":1}""", "SWR003", "42A.D013", "typeCode")]
    [InlineData("""{"typeCode":{"x":1}}""", "SWR003", "42A.D013", "typeCode")]
    [InlineData("""{"agent":"me"}""", "SWR003", "42A.05A", "agent")]
    [InlineData("""{"agent":[{"id":"me"}]}""", "SWR003", "42A.05A", "agent")]
    [InlineData("""{"amendment":{}}""", "SWR003", "42A.06A", "amendment")]
    [InlineData("""{"amendment":[{},null]}""", "SWR003", "42A.06A[2]", "amendment[1]")]
    [InlineData("""{"invoiceAmount":"12.5"}""", "SWR003", "42A.109", "invoiceAmount")]
    [InlineData("""{"totalGrossMassMeasure":12.5}""", "SWR003", "42A.131", "totalGrossMassMeasure")]
    [InlineData("""{"totalGrossMassMeasure":{"value":1e3}}""", "SWR003", "42A.131", "totalGrossMassMeasure.value")]
    [InlineData("""{"typeCode":"IMAX"}""", "SWR004", "42A.D013", "typeCode")]
    [InlineData("""{"functionalReferenceId":"123456789012345678901234567890123456"}""", "SWR004", "42A.D026", "functionalReferenceId")]
    [InlineData("""{"goodsShipment":{"destination":{"countryCode":"FIN"}}}""", "SWR004", "42A.67A.99B.465", "goodsShipment.destination.countryCode")]
    [InlineData("""{"goodsShipment":{"destination":{"countryCode":"F"}}}""", "SWR005", "42A.67A.99B.465", "goodsShipment.destination.countryCode")]
    [InlineData("""{"goodsShipment":{"destination":{"countryCode":"F1"}}}""", "SWR005", "42A.67A.99B.465", "goodsShipment.destination.countryCode")]
    [InlineData("""{"goodsShipment":{"transactionNatureCode":"1A"}}""", "SWR005", "42A.67A.103", "goodsShipment.transactionNatureCode")]
    [InlineData("""{"invoiceAmount":{"value":"1","currencyId":"EU"}}""", "SWR005", "42A.109", "invoiceAmount.currencyId")]
    [InlineData("""{"totalGrossMassMeasure":"12,5"}""", "SWR006", "42A.131", "totalGrossMassMeasure")]
    [InlineData("""{"totalGrossMassMeasure":{"value":"1.1234567"}}""", "SWR006", "42A.131", "totalGrossMassMeasure.value")]
    [InlineData("""{"totalGrossMassMeasure":{"value":"12345678901.123456"}}""", "SWR006", "42A.131", "totalGrossMassMeasure.value")]
    [InlineData("""{"totalGrossMassMeasure":{"value":".5"}}""", "SWR006", "42A.131", "totalGrossMassMeasure.value")]
    [InlineData("""{"totalGrossMassMeasure":{"value":"5."}}""", "SWR006", "42A.131", "totalGrossMassMeasure.value")]
    [InlineData("""{"totalGrossMassMeasure":{"value":"NaN"}}""", "SWR006", "42A.131", "totalGrossMassMeasure.value")]
    [InlineData("""{"totalPackageQuantity":"1.5"}""", "SWR006", "42A.146", "totalPackageQuantity")]
    [InlineData("""{"currencyExchange":[{"rateNumeric":"1.123456"}]}""", "SWR006", "42A.40A[1].118", "currencyExchange[0].rateNumeric")]
    [InlineData("""{"issueDateTime":"20251113"}""", "SWR007", "42A.D011", "issueDateTime")]
    [InlineData("""{"issueDateTime":"2025-11-13T10:00:00"}""", "SWR007", "42A.D011", "issueDateTime")]
    [InlineData("""{"issueDateTime":"2025-02-30"}""", "SWR007", "42A.D011", "issueDateTime")]
    [InlineData("""{"issueDateTime":"2025-11-13 10:00:00Z"}""", "SWR007", "42A.D011", "issueDateTime")]
    [InlineData("""{"additionalDocument":[{"id":"a"},{"name":"b"}]}""", "SWR008", "42A.02A[2].D028", "additionalDocument[1].name")]
    [InlineData("""{"submitter":{"roleCode":"AB"}}""", "SWR008", "42A.17B.R005", "submitter.roleCode")]
    [InlineData("""{"consignment":{"itinerary":[{"routingCountryCode":"FI"}]}}""", "SWR010", "42A.28A.81A[1].006", "consignment.itinerary[0].sequenceNumeric")]
    [InlineData("""{"totalGrossMassMeasure":{"unitCode":"KGM"}}""", "SWR010", "42A.131", "totalGrossMassMeasure.value")]
    [InlineData("""{"consignment":{"itinerary":[{"sequenceNumeric":1.5}]}}""", "SWR011", "42A.28A.81A[1].006", "consignment.itinerary[0].sequenceNumeric")]
    [InlineData("""{"consignment":{"itinerary":[{"sequenceNumeric":"123456"}]}}""", "SWR011", "42A.28A.81A[1].006", "consignment.itinerary[0].sequenceNumeric")]
    [InlineData("""{"consignment":{"itinerary":[{"sequenceNumeric":-1}]}}""", "SWR011", "42A.28A.81A[1].006", "consignment.itinerary[0].sequenceNumeric")]
    [InlineData("""{"declarant":{"name":"a\u0000b"}}""", "SWR015", "42A.57B.R124", "declarant.name")]
    [InlineData("""{"declarant":{"name":"a\ud800"}}""", "SWR015", "42A.57B.R124", "declarant.name")]
    public void One_thing_wrong_is_one_fault_at_its_place(string members, string code, string pointer, string path)
    {
        var reading = Read<Declaration>("""{"functionCode":"9",""" + members[1..]);

        Assert.Null(reading.NotReadable);
        var fault = Assert.Single(reading.Faults);
        Assert.Equal((code, pointer, path), (fault.Code, fault.Pointer, fault.Path));
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"functionCode":null}""")]
    [InlineData("""{"functionCode":""}""")]
    public void A_required_element_that_is_absent_null_or_empty_is_missing(string json)
    {
        var fault = Assert.Single(Read<Declaration>(json).Faults);
        Assert.Equal(("SWR010", "42A.017", "functionCode"), (fault.Code, fault.Pointer, fault.Path));
    }

    [Fact]
    public void All_faults_come_at_once_in_the_order_of_the_message()
        => Assert.Equal(["typeCode", "x", "goodsShipment.destination.countryCode", "goodsShipment.y", "functionCode"],
            Read<Declaration>("""{"typeCode":7,"x":1,"goodsShipment":{"destination":{"countryCode":"1"},"y":[]}}""").Faults.Select(f => f.Path));

    [Fact]
    public void What_may_stand_so_many_times_may_not_stand_more()
    {
        var items = string.Join(',', Enumerable.Range(1, 1000).Select(n => $$"""{"sequenceNumeric":{{n}}}"""));
        var fault = Assert.Single(Read<Declaration>($$$"""{"functionCode":"9","consignment":{"consignmentItem":[{{{items}}}]}}""").Faults);
        Assert.Equal(("SWR009", "42A.28A.29A", "consignment.consignmentItem"), (fault.Code, fault.Pointer, fault.Path));
    }

    [Fact]
    public void The_list_of_faults_has_an_end()
    {
        var faults = Read<Declaration>("{" + string.Join(',', Enumerable.Range(1, 5000).Select(n => $"\"x{n}\":1")) + "}").Faults;
        Assert.Equal((1001, "SWR017"), (faults.Count, faults[^1].Code));
    }

    [Theory]
    [InlineData("""{"outcome":"OUTCOME_APPROVE"}""", "SWR012", "outcome")]
    [InlineData("""{"outcome":"approve"}""", "SWR012", "outcome")]
    [InlineData("""{"outcome":2}""", "SWR003", "outcome")]
    [InlineData("""{"items":[1,"two"]}""", "SWR011", "items[1]")]
    [InlineData("""{"items":[3000000000]}""", "SWR011", "items[0]")]
    [InlineData("""{"controls":[{"reslt":""}]}""", "SWR001", "controls[0].reslt")]
    public void A_request_of_the_api_is_read_the_same_way(string json, string code, string path)
    {
        var fault = Assert.Single(Read<DecideRequest>(json).Faults);
        Assert.Equal((code, "", path), (fault.Code, fault.Pointer, fault.Path));
    }

    [Fact]
    public void Requests_have_words_numbers_times_and_scalars()
    {
        var decide = Read<DecideRequest>("""{"outcome":"APPROVE","items":[1,"2"],"reasonCode":"R"}""").Message!;
        Assert.Equal((Outcome.Approve, 2), (decide.Outcome, decide.Items[1]));
        var item = Read<RequirementQuery>("""{"explain":true,"items":[{"hs":"0802","attributes":{"a":"x","b":true,"c":12.50,"d":null}}]}""").Message!.Items[0];
        Assert.Equal(("x", true, "12.50", true), (item.Attributes["a"].Text, item.Attributes["b"].Flag, item.Attributes["c"].Number, item.Attributes["d"].Unknown));
        var review = Read<Review>("""{"due":"2025-11-13T18:22:16+01:00"}""").Message!;
        Assert.Equal("2025-11-13T17:22:16+00:00", review.Due.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("SWR003", Assert.Single(Read<AnswerRequest>("""{"answers":[{"id":"q","value":{"x":1}}]}""").Faults).Code);
        Assert.Equal("SWR002", Assert.Single(Read<RequirementQuery>("""{"items":[{"attributes":{"a":1,"a":2}}]}""").Faults).Code);
    }

    [Fact]
    public void A_quantity_may_be_bare_and_an_explicit_null_is_absent()
    {
        var message = Read<Declaration>("""{"functionCode":"9","totalGrossMassMeasure":"12.5","totalPackageQuantity":7,"agent":null,"functionalReferenceId":" L1 "}""").Message!;
        Assert.Equal(("12.5", "7", "L1"), (message.TotalGrossMassMeasure.Value, message.TotalPackageQuantity.Value, message.FunctionalReferenceId));
        Assert.Null(message.Agent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("declaration")]
    [InlineData("<Declaration/>")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"functionCode":"9"}{}""")]
    [InlineData("""{"functionCode":"9",}""")]
    [InlineData("""{"functionCode":"9" /* no */}""")]
    [InlineData("""{"functionCode":"9" """)]
    public void What_is_no_json_object_is_not_readable(string json)
    {
        var reading = Read<Declaration>(json);
        Assert.NotNull(reading.NotReadable);
        Assert.Null(reading.Message);
    }

    [Fact]
    public void The_place_where_json_ends_to_be_json_is_told()
        => Assert.Contains("line 2, byte 3", Read<Declaration>("{\n  x }").NotReadable, StringComparison.Ordinal);

    [Fact]
    public void Json_is_read_to_a_depth_and_no_further()
        => Assert.NotNull(Read<Declaration>("""{"x":""" + new string('[', 100_000) + new string(']', 100_000) + "}").NotReadable);

    [Fact]
    public void Bytes_that_are_not_utf8_are_a_fault_and_a_byte_order_mark_is_none()
    {
        byte[] broken = [.. """{"functionCode":"9","typeCode":" """u8, 0xC3, 0x28, .. "\"}"u8];
        Assert.False(JsonReading.Read<Declaration>(broken).IsClean);
        Assert.True(JsonReading.Read<Declaration>([0xEF, 0xBB, 0xBF, .. """{"functionCode":"9"}"""u8]).IsClean);
    }

    private static Reading<T> Read<T>(string json) where T : class, IMessage<T>, new() => JsonReading.Read<T>(Encoding.UTF8.GetBytes(json));
}
