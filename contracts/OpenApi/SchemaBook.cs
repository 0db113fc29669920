// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Cbm.Contracts.Serialisation;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Cbm.Contracts.OpenApi;

/// <summary>Whether a message is sent to the window, whose reader refuses what it does not know, or shown by it, where a later window may say more.</summary>
internal enum Way { Sent, Shown }

/// <summary>Makes JSON Schemas of messages as the JSON reader and writer have them, and keeps each under its name.</summary>
/// <param name="place">Where schemas lie in the document: #/components/schemas/ or #/$defs/.</param>
/// <param name="sentToo">Messages that are sent besides being shown: their shown form has a name of its own.</param>
internal sealed class SchemaBook(string place, IReadOnlySet<MessageDescriptor> sentToo)
{
    private readonly SortedDictionary<string, JsonNode?> schemas = new(StringComparer.Ordinal);

    /// <summary>All schemas that were referred to, by name.</summary>
    public JsonObject Schemas => new(schemas.Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));

    /// <summary>Messages that are reached from these.</summary>
    public static HashSet<MessageDescriptor> Reached(IEnumerable<MessageDescriptor> from)
    {
        var reached = new HashSet<MessageDescriptor>();
        var open = new Stack<MessageDescriptor>(from);
        while (open.TryPop(out var message))
            if (reached.Add(message))
                foreach (var field in message.Fields.InFieldNumberOrder())
                    if (field.FieldType == FieldType.Message && !field.IsMap) open.Push(field.MessageType);
        return reached;
    }

    /// <summary>A reference to the message's schema, which is made when first asked for.</summary>
    public JsonObject Reference(MessageDescriptor message, Way way)
    {
        var name = way == Way.Shown && sentToo.Contains(message) ? message.Name + "Shown" : message.Name;
        if (schemas.TryAdd(name, null)) schemas[name] = Of(message, message.Fields.InFieldNumberOrder(), way);
        return To(name);
    }

    /// <summary>A reference to the schema of a message of which the body has these fields alone.</summary>
    public JsonObject Reference(MessageDescriptor message, IEnumerable<FieldDescriptor> fields)
    {
        if (schemas.TryAdd(message.Name, null)) schemas[message.Name] = Of(message, fields, Way.Sent);
        return To(message.Name);
    }

    /// <summary>The schema of a parameter.</summary>
    public static JsonObject Parameter(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => new JsonObject { ["type"] = "boolean" },
        FieldType.Int32 when field.Name == "limit" => new JsonObject { ["type"] = "integer", ["format"] = "int32", ["minimum"] = 1, ["maximum"] = 200, ["default"] = 50 },
        FieldType.Int32 => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
        _ => new JsonObject { ["type"] = "string" },
    };

    private JsonObject Of(MessageDescriptor message, IEnumerable<FieldDescriptor> fields, Way way)
    {
        var table = ElementTable.Of(message);
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var field in fields)
        {
            var behaviour = field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior) ?? [];
            if (way == Way.Sent && behaviour.Contains(FieldBehavior.OutputOnly)) continue;
            var element = table.Elements.First(element => element.Field == field);
            properties[field.JsonName] = Of(element, table.InTree, way);
            // Outside the tree lists and flags always stand in an answer, and what names the thing.
            if (way == Way.Sent ? element.Required || behaviour.Contains(FieldBehavior.Required)
                : !table.InTree && (element.IsRepeated || element.Kind == ElementKind.Flag || behaviour.Contains(FieldBehavior.Identifier))) required.Add(field.JsonName);
        }
        var schema = new JsonObject { ["type"] = "object" };
        Describe(schema, table.InTree ? $"Class {Wco.ClassId(message)} of the WCO Data Model." : ContractText.Of(message));
        if (table.InTree) schema["x-wco-id"] = Wco.ClassId(message);
        if (required.Count > 0) schema["required"] = required;
        schema["properties"] = properties;
        if (way == Way.Sent) schema["additionalProperties"] = false;
        return schema;
    }

    private JsonObject Of(Element element, bool inTree, Way way)
    {
        var one = One(element, way);
        var schema = !element.IsRepeated ? one : new JsonObject { ["type"] = "array", ["items"] = one };
        if (element.IsRepeated && element.Most < int.MaxValue) schema["maxItems"] = element.Most;
        Describe(schema, inTree ? InWords(element) : ContractText.Of(element.Field));
        if (Wco.Id(element.Field) is { Length: > 0 } id) schema["x-wco-id"] = id;
        return schema;
    }

    private JsonObject One(Element element, Way way) => element.Kind switch
    {
        ElementKind.Class => Class(element, way),
        ElementKind.Measured => Measured(element),
        ElementKind.Text when element.Value.InTree && way == Way.Sent => ValueSchema.Text(element.Value),
        ElementKind.Integer when element.Value.InTree => ValueSchema.Whole(element.Value),
        ElementKind.Text => new JsonObject { ["type"] = "string" },
        ElementKind.Integer => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
        ElementKind.Long => new JsonObject { ["type"] = "integer", ["format"] = "int64" },
        ElementKind.Flag => new JsonObject { ["type"] = "boolean" },
        ElementKind.Enumeration => Word(element.Field.EnumType),
        ElementKind.Timestamp => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        ElementKind.Map => new JsonObject { ["type"] = "object", ["additionalProperties"] = ScalarValue() },
        _ => ScalarValue(),
    };

    private JsonObject Class(Element element, Way way)
    {
        var schema = Reference(element.Field.MessageType, way);
        if (way == Way.Shown || element.Lacks == 0) return schema;
        // The class has them, but not at this place.
        schema["properties"] = new JsonObject(element.Table.Elements.Where(each => (element.Lacks & each.Bit) != 0)
            .Select(each => KeyValuePair.Create(each.Field.JsonName, (JsonNode?)new JsonObject { ["not"] = new JsonObject() })));
        return schema;
    }

    private JsonObject Measured(Element element)
    {
        var name = element.Field.MessageType.Name;
        if (schemas.TryAdd(name, null)) schemas[name] = ValueSchema.Measure(name == Amount.Descriptor.Name);
        var schema = To(name);
        if (element.Value.InTree) schema["properties"] = ValueSchema.MeasureValue(element.Value);
        return schema;
    }

    private JsonObject Word(EnumDescriptor type)
    {
        if (schemas.TryAdd(type.Name, null))
        {
            var words = EnumWords.Of(type);
            var values = type.Values.Where(value => value.Number != 0).Select(value => (Word: words.Word(value.Number)!.Value.Value, Text: ContractText.Of(value))).ToList();
            var schema = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(value => (JsonNode)value.Word)]) };
            Describe(schema, string.Join("\n", values.Where(value => value.Text.Length > 0).Select(value => $"- `{value.Word}`: {value.Text}").Prepend(ContractText.Of(type))).Trim());
            schemas[type.Name] = schema;
        }
        return To(type.Name);
    }

    private JsonObject ScalarValue()
    {
        schemas.TryAdd(Scalar.Descriptor.Name, new JsonObject { ["type"] = new JsonArray("string", "number", "boolean", "null"), ["description"] = ContractText.Of(Scalar.Descriptor) });
        return To(Scalar.Descriptor.Name);
    }

    private static string InWords(Element element)
    {
        var id = Wco.Id(element.Field) is { Length: > 0 } known ? $" ({known})" : "";
        var form = element.Value.IsTime ? "a date, or a time with its offset" : element.Value.Format;
        return $"{element.XmlName}{id}{(element.Value.InTree && form.Length > 0 ? $", {form}" : "")}.";
    }

    private static void Describe(JsonObject schema, string text)
    {
        if (text.Length > 0) schema["description"] = text;
    }

    private JsonObject To(string name) => new() { ["$ref"] = place + name };
}
