// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Google.Protobuf.Reflection;

namespace Cbm.Contracts.Serialisation;

/// <summary>Where in a message an element stands: the fields that lead to it from the root, with their places in repeated ones.</summary>
public sealed class ElementPath
{
    private readonly ElementPath? parent;
    private readonly FieldDescriptor? last;
    private readonly int? index;
    private readonly MessageDescriptor root;

    private ElementPath(MessageDescriptor root, ElementPath? parent, FieldDescriptor? last, int? index)
    {
        this.root = root;
        this.parent = parent;
        this.last = last;
        this.index = index;
    }

    /// <summary>The class that stands here; null where the element is a value.</summary>
    public MessageDescriptor? Message =>
        last is null ? root : last.FieldType == FieldType.Message ? last.MessageType : null;

    /// <summary>The whole list of an element that may stand several times.</summary>
    public bool IsList => last is { IsRepeated: true } && index is null;

    /// <summary>The root of a message itself.</summary>
    public static ElementPath Root(MessageDescriptor root) => new(root, null, null, null);

    /// <summary>A path from its JSON form (<c>goodsShipment.governmentAgencyGoodsItem[1].commodity</c>, indices from 0); throws ArgumentException where the tree has no such element.</summary>
    public static ElementPath Of(MessageDescriptor root, string jsonPath)
    {
        return Find(root, jsonPath) ?? throw new ArgumentException($"{root.Name} has no {jsonPath}", nameof(jsonPath));
    }

    /// <summary>A path from its JSON form; null where the tree has no such element.</summary>
    public static ElementPath? Find(MessageDescriptor root, string jsonPath)
    {
        var path = Root(root);
        if (jsonPath.Length == 0) return path;
        foreach (var step in jsonPath.Split('.'))
        {
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            int? index = null;
            if (bracket >= 0)
            {
                if (step[^1] != ']' || !int.TryParse(step.AsSpan(bracket + 1, step.Length - bracket - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return null;
                index = at;
            }
            if (path.Named(bracket < 0 ? step : step[..bracket]) is not { } field) return null;
            path = path.Child(field, index);
        }
        return path;
    }

    /// <summary>An element of the class that stands here; index from 0 where the field is repeated, none for the whole list.</summary>
    public ElementPath Child(FieldDescriptor field, int? index = null) => new(root, this, field, index);

    /// <summary>An element of the class that stands here by its field number (<c>Declaration.TypeCodeFieldNumber</c>); index from 0 where the field is repeated.</summary>
    public ElementPath Child(int fieldNumber, int? index = null) =>
        Child(Message?.FindFieldByNumber(fieldNumber) ?? throw new ArgumentException($"{Message?.Name ?? "a value"} has no field {fieldNumber}", nameof(fieldNumber)), index);

    /// <summary>The element of the class that stands here whose name is nearly this one, by at most two letters; null where there is none.</summary>
    public ElementPath? NearestTo(string jsonName) =>
        Message is { } here && ElementTable.Of(here).NearestTo(jsonName) is { } meant ? Child(meant.Field) : null;

    /// <summary>WCO pointer (<c>42A.67A.68A[2].02A[1].D005</c>, indices from 1); ends at the class where the element has no verified id, empty outside the WCO tree.</summary>
    public string ToPointer()
    {
        if (!Wco.HasClass(root)) return "";
        var text = new StringBuilder();
        AppendPointer(text);
        return text.ToString();
    }

    /// <summary>JSON path (<c>goodsShipment.governmentAgencyGoodsItem[1].additionalDocument[0].id</c>, indices from 0); empty at the root.</summary>
    public string ToJsonPath()
    {
        var text = new StringBuilder();
        AppendJsonPath(text);
        return text.ToString();
    }

    /// <summary>A fault at this element; <paramref name="member"/> names what stands below it and is not of the contract.</summary>
    public Fault Fault(string code, string message, string? member = null)
    {
        var path = ToJsonPath();
        if (member is not null) path = path.Length == 0 ? member : $"{path}.{member}";
        return new Fault { Code = code, Pointer = ToPointer(), Path = path, Message = message };
    }

    /// <summary>The JSON path.</summary>
    public override string ToString() => ToJsonPath();

    private FieldDescriptor? Named(string jsonName)
    {
        if (Message is null) return null;
        foreach (var candidate in Message.Fields.InDeclarationOrder())
            if (candidate.JsonName == jsonName) return candidate;
        return null;
    }

    private void AppendPointer(StringBuilder text)
    {
        if (last is null)
        {
            text.Append(Wco.ClassId(root));
            return;
        }
        parent!.AppendPointer(text);
        var id = Wco.Id(last);
        if (id.Length == 0) return;
        text.Append('.').Append(id);
        if (index is { } at) text.Append(CultureInfo.InvariantCulture, $"[{at + 1}]");
    }

    private void AppendJsonPath(StringBuilder text)
    {
        if (last is null) return;
        parent!.AppendJsonPath(text);
        if (text.Length > 0) text.Append('.');
        text.Append(last.JsonName);
        if (index is { } at) text.Append(CultureInfo.InvariantCulture, $"[{at}]");
    }
}
