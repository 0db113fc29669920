// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using Cbm.Contracts.Serialisation;

namespace Cbm.Contracts.OpenApi;

/// <summary>Examples of what is sent and answered: files of the folder examples, named for the operation, and the show-case declaration.</summary>
internal static class Examples
{
    private const string ShowCase = "samples/show-case.json";

    /// <summary>The body of a request; null: there is none on file.</summary>
    public static JsonNode? Request(Operation operation) => operation.TakesXml ? Load(ShowCase) : Read($"examples/{operation.Id}.request.json");

    /// <summary>The answer; null: there is none on file.</summary>
    public static JsonNode? Answer(Operation operation) => Read($"examples/{operation.Id}.json");

    /// <summary>A file of this folder.</summary>
    public static JsonNode? Read(string file) => Load($"openapi/{file}");

    /// <summary>The show-case as WCO XML of the reference profile.</summary>
    public static string ShowCaseXml()
    {
        var declaration = JsonReading.Read<Declaration>(Bytes(ShowCase)!).Message!;
        using var xml = new MemoryStream();
        XmlWriting.Write(xml, declaration, "XX");
        return Encoding.UTF8.GetString(xml.ToArray());
    }

    private static JsonNode? Load(string resource) => Bytes(resource) is { } bytes ? JsonNode.Parse(bytes) : null;

    private static byte[]? Bytes(string resource)
    {
        using var stream = typeof(Examples).Assembly.GetManifestResourceStream(resource);
        if (stream is null) return null;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
