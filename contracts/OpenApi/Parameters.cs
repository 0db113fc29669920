// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace Cbm.Contracts.OpenApi;

/// <summary>Parameters of operations: fields of the request that path and query string give, and the headers that the door reads.</summary>
internal static class Parameters
{
    private static readonly (string Name, string Text, bool Required, int Longest, Func<Operation, bool> Has)[] Headers =
    [
        ("If-Match", "The ETag of the version that was seen, or `*` for any.", true, 255, operation => operation.Access.IfMatch),
        ("Idempotency-Key", "The caller's name for this request: under the same key it is done once, and the answer is the same.", false, 255,
            operation => operation.Verb == "post" && operation.Stores),
        ("X-Purpose", "Why the data is read, for the log of reads, where the caller has an office; without it the purpose is that of the office.", false, 200,
            operation => operation.Access.Logged),
        ("X-Correlation-ID", "Carried through every service and log line, and returned. Without it the window makes one.", false, 64, _ => true),
        ("traceparent", "W3C trace context of the caller.", false, 55, _ => true),
    ];

    /// <summary>The parameters of one operation.</summary>
    public static JsonArray Of(Operation operation) =>
    [
        .. operation.InPath.Select(field => Parameter(field, field.Name, "path")),
        .. operation.InQuery.Select(field => Parameter(field, field.JsonName, "query")),
        .. Headers.Where(header => header.Has(operation)).Select(header => new JsonObject { ["$ref"] = $"#/components/parameters/{header.Name}" }),
    ];

    /// <summary>The header parameters, for all operations.</summary>
    public static JsonObject Shared() => new(Headers.Select(header => KeyValuePair.Create(header.Name, (JsonNode?)new JsonObject
    {
        ["name"] = header.Name,
        ["in"] = "header",
        ["required"] = header.Required,
        ["description"] = header.Text,
        ["schema"] = new JsonObject { ["type"] = "string", ["maxLength"] = header.Longest },
    })));

    private static JsonObject Parameter(FieldDescriptor field, string name, string place) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = place == "path",
        ["description"] = ContractText.Of(field),
        ["schema"] = SchemaBook.Parameter(field),
    };
}
