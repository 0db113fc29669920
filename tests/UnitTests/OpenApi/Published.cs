// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using Cbm.Contracts.OpenApi;
using Json.Schema;

namespace Cbm.UnitTests.OpenApi;

/// <summary>The generated description, and JSON held against the schemas in it.</summary>
internal static class Published
{
    private const string Place = "#/components/schemas/", Inside = "#/$defs/";

    /// <summary>The folder of the contract in the repository.</summary>
    public static string Folder { get; } = Find();

    /// <summary>Whether the committed files are to be written anew instead of compared.</summary>
    public static bool Renew => Environment.GetEnvironmentVariable("CBM_RENEW") == "1";

    /// <summary>The document.</summary>
    public static JsonObject Document { get; } = JsonNode.Parse(OpenApiDocument.Json)!.AsObject();

    /// <summary>What is wrong with the value by a schema of the document; empty: nothing.</summary>
    public static string Faults(JsonNode schema, JsonNode? value)
    {
        var whole = JsonNode.Parse(schema.ToJsonString().Replace(Place, Inside, StringComparison.Ordinal))!.AsObject();
        whole["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        whole["$defs"] = JsonNode.Parse(Document["components"]!["schemas"]!.ToJsonString().Replace(Place, Inside, StringComparison.Ordinal));
        return Faults(JsonSchema.FromText(whole.ToJsonString()), value);
    }

    /// <summary>What is wrong with the value by the schema; empty: nothing.</summary>
    public static string Faults(JsonSchema schema, JsonNode? value)
    {
        using var text = JsonDocument.Parse(value?.ToJsonString() ?? "null");
        var result = schema.Evaluate(text.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return result.IsValid ? "" : string.Join("\n", (result.Details ?? []).Where(detail => detail.Errors is { Count: > 0 })
            .Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}").Prepend("not valid"));
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cbm.SingleWindow.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "contracts");
    }
}
