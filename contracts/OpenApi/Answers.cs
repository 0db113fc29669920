// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json.Nodes;

namespace Cbm.Contracts.OpenApi;

/// <summary>What an operation answers, status by status: what can happen follows from its address, its access and its messages.</summary>
internal static class Answers
{
    private const string Problem = "application/problem+json", Xml = "application/xml", Json = "application/json";

    // In words and by an extension: a client made from two kinds of answer would have to tell them apart at every call.
    private const string InXml = " With `Accept: application/xml` it is a WCO Response, whose form is at /api/v1/schemas/response.xsd.";

    private const string AllInXml = " With `Accept: application/xml` they are all in one document, Responses, whose form is at /api/v1/schemas/response.xsd.";

    private static readonly (int Status, string Text, string[] Headers, Func<Operation, bool> CanHappen)[] Refusals =
    [
        (400, "The request cannot be read: its body is not JSON or XML, no declaration at all, or not what gzip makes.", [], _ => true),
        (401, "Nobody is signed in, or the token is not of this window.", ["WWW-Authenticate"], operation => !operation.Access.Anyone),
        (403, "The caller's role may never do this.", [], operation => !operation.Access.Anyone),
        (404, "There is no such thing, or it is another's: the answer does not tell which.", [], operation => operation.InPath.Count > 0 || operation.AppliesMessages),
        (408, "The bytes came too slowly.", [], operation => operation.Body is not null),
        (409, "The state of the thing does not allow it, or the Idempotency-Key or the LRN was used for something else.", [], operation => operation.Stores),
        (412, "It has changed since the caller looked at it.", ["ETag"], operation => operation.Access.IfMatch || operation.AppliesMessages),
        (413, "Too large.", [], _ => true),
        (415, "Not a format of ours, or packed by something else than gzip.", [], _ => true),
        (422, "The content is wrong: every error at once, each with its code, WCO pointer and JSON path. Nothing was stored. An operation that takes or answers WCO XML refuses in it too, where that is asked for: a WCO Response 03.", [], _ => true),
        (428, "If-Match is missing.", [], operation => operation.Access.IfMatch),
        (429, "Too many requests of this caller.", ["Retry-After"], _ => true),
        (503, "A part of the window is away; nothing was stored.", ["Retry-After"], _ => true),
        (504, "It took longer than a request may: look whether it was done.", [], _ => true),
    ];

    /// <summary>The responses of one operation.</summary>
    public static JsonObject Of(Operation operation, SchemaBook schemas, JsonNode? example)
    {
        var answers = new JsonObject();
        if (operation.Door.Creates) answers["201"] = Good(operation, "Made.", "Location", schemas, example);
        answers["200"] = Good(operation, operation.AppliesMessages ? "The same was made before, or a message was applied." : operation.Door.Creates ? "The same was made before." : "Done.", null, schemas, example);
        if (operation.Door.Accepts) answers["202"] = Good(operation, "Taken in; it waits for another.", null, schemas, null);
        foreach (var (status, _, _, _) in Refusals.Where(refusal => refusal.CanHappen(operation)))
            answers[Key(status)] = new JsonObject { ["$ref"] = $"#/components/responses/Refused{Key(status)}" };
        return answers;
    }

    /// <summary>The refusals, for all operations.</summary>
    public static JsonObject Shared(SchemaBook schemas)
    {
        var shared = new JsonObject();
        foreach (var (status, text, headers, _) in Refusals)
            shared[$"Refused{Key(status)}"] = new JsonObject
            {
                ["description"] = text,
                ["headers"] = HeaderReferences(headers),
                ["content"] = new JsonObject { [Problem] = Media(schemas.Reference(Contracts.Problem.Descriptor, Way.Shown), null) },
            };
        return shared;
    }

    /// <summary>Headers of answers.</summary>
    public static JsonObject Headers() => new()
    {
        ["ETag"] = Header("The version of the thing, for If-Match."),
        ["Location"] = Header("Where the new thing is."),
        ["Retry-After"] = Header("Seconds after which to try again."),
        ["WWW-Authenticate"] = Header("Bearer."),
        ["X-Correlation-ID"] = Header("The number under which every service and log line knows this request."),
    };

    private static JsonObject Good(Operation operation, string text, string? header, SchemaBook schemas, JsonNode? example)
    {
        var content = operation.Method.OutputType == Google.Api.HttpBody.Descriptor ? Bytes(isSent: false) : new JsonObject { [Json] = Media(schemas.Reference(operation.Method.OutputType, Way.Shown), example) };
        var answer = new JsonObject
        {
            ["description"] = text + (!operation.AnswersXml ? "" : operation.Method.OutputType == ResponseList.Descriptor ? AllInXml : InXml),
            ["headers"] = HeaderReferences([.. header is null ? [] : new[] { header }, .. operation.HasETag ? ["ETag"] : Array.Empty<string>()]),
            ["content"] = content,
        };
        if (operation.AnswersXml) answer["x-also"] = new JsonArray(Xml);
        return answer;
    }

    /// <summary>A document as it is, in any of the kinds that are taken.</summary>
    public static JsonObject Bytes(bool isSent)
    {
        var content = new JsonObject(new[] { "application/pdf", "image/jpeg", "image/png", Xml }
            .Select(type => KeyValuePair.Create(type, (JsonNode?)new JsonObject { ["schema"] = new JsonObject { ["type"] = "string", ["format"] = "binary" } })));
        if (isSent)
            content["multipart/form-data"] = new JsonObject
            {
                ["schema"] = new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray("file"),
                    ["properties"] = new JsonObject { ["file"] = new JsonObject { ["type"] = "string", ["format"] = "binary" } },
                },
            };
        return content;
    }

    private static JsonObject Media(JsonObject schema, JsonNode? example)
    {
        var media = new JsonObject { ["schema"] = schema };
        if (example is not null) media["example"] = example.DeepClone();
        return media;
    }

    private static JsonObject HeaderReferences(string[] names) => new(names.Append("X-Correlation-ID")
        .Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["$ref"] = $"#/components/headers/{name}" })));

    private static JsonObject Header(string text) => new() { ["description"] = text, ["schema"] = new JsonObject { ["type"] = "string" } };

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
