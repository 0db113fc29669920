// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts.OpenApi;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.Client;

/// <summary>Where a request goes: the operation's address with what the request says in it.</summary>
internal static class Address
{
    /// <summary>Relative to the window.</summary>
    /// <exception cref="ArgumentException">Something that the path needs is not there.</exception>
    public static string Of(Operation operation, IMessage request)
    {
        var path = operation.Path;
        foreach (var field in operation.InPath) path = path.Replace($"{{{field.Name}}}", Uri.EscapeDataString(InPath(field, request)), StringComparison.Ordinal);
        var query = string.Join('&', operation.InQuery.Select(field => (field.JsonName, Value: Text(field, request))).Where(one => one.Value.Length > 0)
            .Select(one => $"{one.JsonName}={Uri.EscapeDataString(one.Value)}"));
        return path.TrimStart('/') + (query.Length > 0 ? $"?{query}" : "");
    }

    // A part that is empty, or that paths read as "here" or "above", would make the address another's.
    private static string InPath(FieldDescriptor field, IMessage request)
    {
        var text = Text(field, request);
        return text is not ("" or "." or "..") ? text : throw new ArgumentException($"\"{text}\" is no {field.JsonName}.", nameof(request));
    }

    private static string Text(FieldDescriptor field, IMessage request) => field.Accessor.GetValue(request) switch
    {
        string text => text,
        true => "true",
        int number when number != 0 || (field.HasPresence && field.Accessor.HasValue(request)) => number.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };
}
