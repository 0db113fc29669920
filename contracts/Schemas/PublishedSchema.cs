// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cbm.Contracts.OpenApi;
using Google.Protobuf.Reflection;

namespace Cbm.Contracts.Schemas;

/// <summary>A schema of declaration or response that anybody may fetch, made from the contract.</summary>
/// <param name="Name">declaration.json, say.</param>
/// <param name="MediaType">application/schema+json or application/xml.</param>
/// <param name="Content">UTF-8.</param>
public sealed record PublishedSchema(string Name, string MediaType, byte[] Content)
{
    private const string Json = "application/schema+json", Xml = "application/xml";

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All of them: JSON Schema 2020-12, and XSD 1.0 in the namespaces of the country's Single Window.</summary>
    /// <param name="country">Code of the running profile (XX, FI, BW).</param>
    public static IReadOnlyList<PublishedSchema> For(string country) =>
    [
        new("declaration.json", Json, JsonSchema(Declaration.Descriptor, Way.Sent)),
        new("response.json", Json, JsonSchema(Response.Descriptor, Way.Shown)),
        new("declaration.xsd", Xml, Encoding.UTF8.GetBytes(XsdWriting.Schema(Declaration.Descriptor, $"urn:wco:datamodel:{country}:SW-DEC:1"))),
        new("response.xsd", Xml, Encoding.UTF8.GetBytes(XsdWriting.Schema(Response.Descriptor, $"urn:wco:datamodel:{country}:SW-RES:1"))),
        new("envelope.xsd", Xml, Encoding.UTF8.GetBytes(XsdWriting.Envelope())),
    ];

    private static byte[] JsonSchema(MessageDescriptor message, Way way)
    {
        var book = new SchemaBook("#/$defs/", new HashSet<MessageDescriptor>());
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = message.Name,
            ["$ref"] = book.Reference(message, way)["$ref"]!.GetValue<string>(),
        };
        schema["$defs"] = book.Schemas;
        return Encoding.UTF8.GetBytes(schema.ToJsonString(Written).ReplaceLineEndings("\n") + "\n");
    }
}
