// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.TestKit;
using CsCheck;
using Google.Protobuf;
using Xunit;

namespace Cbm.UnitTests.Serialisation;

internal static class RoundTrip
{
    public static T Json<T>(T message) where T : class, IMessage<T>, new()
    {
        var reading = JsonReading.Read<T>(JsonWriting.ToUtf8(message));
        Assert.True(reading.IsClean, reading.NotReadable ?? string.Join("\n", reading.Faults));
        return reading.Message!;
    }

    public static async Task<Declaration> Xml(Declaration declaration, bool envelope = false)
    {
        using var stream = new MemoryStream();
        XmlWriting.Write(stream, declaration, "XX", envelope);
        stream.Position = 0;
        var reading = await XmlReading.ReadDeclarationAsync(stream, XmlLimits.Default, CancellationToken.None);
        Assert.True(reading.IsClean, reading.NotReadable ?? string.Join("\n", reading.Faults));
        return reading.Message!;
    }
}

public class RoundTripTests
{
    [Fact]
    public void Json_keeps_every_element_of_a_full_declaration()
        => Gen.Int.Sample(seed => RandomDeclarations.Full(seed) is var full && full.Equals(RoundTrip.Json(full)), iter: 20);

    [Fact]
    public void Json_keeps_every_element_of_any_declaration()
        => Gen.Int.Sample(seed => RandomDeclarations.Some(seed) is var some && some.Equals(RoundTrip.Json(some)), iter: 200);

    [Fact]
    public async Task Xml_keeps_every_element_of_a_full_declaration()
        => await Gen.Int.SampleAsync(async seed => RandomDeclarations.Full(seed) is var full && full.Equals(await RoundTrip.Xml(full)), iter: 20);

    [Fact]
    public async Task Json_and_xml_give_the_same_tree()
        => await Gen.Int.SampleAsync(async seed =>
        {
            var some = RandomDeclarations.Some(seed);
            return some.Equals(await RoundTrip.Xml(RoundTrip.Json(some), envelope: true));
        }, iter: 200);

    [Fact]
    public async Task A_fraction_of_a_second_goes_no_further_than_the_reader()
    {
        var declaration = JsonReading.Read<Declaration>("""{"functionCode":"9","issueDateTime":"2025-11-13T17:22:16.250+02:00"}"""u8).Message!;
        Assert.Equal("2025-11-13T17:22:16+02:00", declaration.IssueDateTime);
        Assert.Equal(declaration, await RoundTrip.Xml(declaration));
    }

    [Fact]
    public void A_response_comes_back_from_json()
        => Gen.Int.Sample(seed => RandomDeclarations.Full<Response>(seed) is var full && full.Equals(RoundTrip.Json(full)), iter: 20);

    [Fact]
    public void A_full_declaration_lacks_no_element_anywhere()
    {
        // The generator is what the tests above stand on.
        var json = System.Text.Encoding.UTF8.GetString(JsonWriting.ToUtf8(RandomDeclarations.Full(1)));

        Assert.All(Declaration.Descriptor.Fields.InDeclarationOrder().Concat(Commodity.Descriptor.Fields.InDeclarationOrder()),
            field => Assert.Contains($"\"{field.JsonName}\":", json, StringComparison.Ordinal));
    }
}
