// SPDX-License-Identifier: Apache-2.0
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cbm.Contracts.Serialisation;
using Google.Protobuf.Reflection;

namespace Cbm.Contracts.OpenApi;

/// <summary>The description of the public surface, OpenAPI 3.1, made from the contract: addresses, access, messages and their comments; additions.json has what is no operation of it.</summary>
public static class OpenApiDocument
{
    private const string Place = "#/components/schemas/";

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as JSON, the same on every machine, ending in a line feed.</summary>
    public static string Json { get; } = Make().ToJsonString(Written).ReplaceLineEndings("\n") + "\n";

    private static JsonObject Make()
    {
        var sent = SchemaBook.Reached(Operation.All.SelectMany(operation => operation.InBody).Where(field => field.FieldType == FieldType.Message && !field.IsMap)
            .Select(field => field.MessageType).Concat(Operation.All.Select(operation => operation.Body).OfType<MessageDescriptor>()));
        var schemas = new SchemaBook(Place, sent);
        var paths = new JsonObject();
        foreach (var operation in Operation.All)
        {
            if (paths[operation.Path] is not JsonObject item) paths[operation.Path] = item = [];
            item[operation.Verb] = Describe(operation, schemas);
        }
        var responses = Answers.Shared(schemas);
        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject(),
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "The window that published this document." }),
            ["tags"] = new JsonArray(),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.Schemas,
                ["parameters"] = Parameters.Shared(),
                ["headers"] = Answers.Headers(),
                ["responses"] = responses,
            },
        };
        Add(document, Examples.Read("additions.json")!.AsObject());
        return document;
    }

    private static JsonObject Describe(Operation operation, SchemaBook schemas)
    {
        var described = new JsonObject
        {
            ["operationId"] = operation.Id,
            ["tags"] = new JsonArray(operation.Tag),
            ["summary"] = ContractText.Summary(operation.Method),
            ["description"] = $"{ContractText.Of(operation.Method)}\n\nWho: {Who(operation)}. Over gRPC: `{operation.Method.Service.FullName}/{operation.Method.Name}`.",
            ["security"] = operation.Access.Anyone ? new JsonArray() : new JsonArray(new JsonObject { ["oauth2"] = new JsonArray() }, new JsonObject { ["person"] = new JsonArray("cbm") }, new JsonObject { ["bearer"] = new JsonArray() }),
            ["x-roles"] = new JsonArray([.. operation.Access.Role.Select(role => (JsonNode)role)]),
            ["parameters"] = Parameters.Of(operation),
        };
        if (Body(operation, schemas) is { } body) described["requestBody"] = body;
        described["responses"] = Answers.Of(operation, schemas, Examples.Answer(operation));
        return described;
    }

    private static string Who(Operation operation) => operation.Access.Anyone ? "anyone" : string.Join(", ", operation.Access.Role);

    private static JsonObject? Body(Operation operation, SchemaBook schemas)
    {
        if (operation.Body is null) return null;
        if (operation.Body == Google.Api.HttpBody.Descriptor) return new JsonObject { ["required"] = true, ["content"] = Answers.Bytes(isSent: true) };
        var schema = operation.Body == Declaration.Descriptor ? schemas.Reference(operation.Body, Way.Sent)
            : schemas.Reference(operation.Body, operation.InBody.Where(field => field.MessageTypeIsNot(Declaration.Descriptor)));
        // A query about goods may be a declaration as it stands.
        if (operation.InBody.Any(field => !field.MessageTypeIsNot(Declaration.Descriptor)) && !operation.TakesXml)
            schema = new JsonObject { ["anyOf"] = new JsonArray(schema, schemas.Reference(Declaration.Descriptor, Way.Sent)) };
        var media = new JsonObject { ["schema"] = schema };
        if (Examples.Request(operation) is { } example) media["example"] = example.DeepClone();
        var content = new JsonObject { ["application/json"] = media };
        if (operation.TakesXml)
            content["application/xml"] = new JsonObject
            {
                ["schema"] = new JsonObject { ["type"] = "string", ["description"] = "WCO DEC, with or without its MetaData; its form is at /api/v1/schemas/declaration.xsd." },
                ["example"] = Examples.ShowCaseXml(),
            };
        return new JsonObject { ["required"] = true, ["content"] = content };
    }

    private static bool MessageTypeIsNot(this FieldDescriptor field, MessageDescriptor type) =>
        field.FieldType != FieldType.Message || field.MessageType != type;

    // Objects are joined, lists lengthened.
    private static void Add(JsonObject target, JsonObject addition)
    {
        foreach (var (name, value) in addition)
        {
            if (target[name] is JsonObject there && value is JsonObject more) Add(there, more);
            else if (target[name] is JsonArray list && value is JsonArray further) foreach (var each in further) list.Add(each?.DeepClone());
            else target[name] = value?.DeepClone();
        }
    }
}
