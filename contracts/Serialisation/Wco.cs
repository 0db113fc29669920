// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Google.Protobuf.Reflection;

namespace Cbm.Contracts.Serialisation;

/// <summary>What the WCO Data Model says of a field or a message of the contract, read from its options once.</summary>
public static class Wco
{
    // GetOptions copies the options with every call.
    private static readonly ConcurrentDictionary<FieldDescriptor, FieldOptions> Fields = new();
    private static readonly ConcurrentDictionary<MessageDescriptor, string> Classes = new();

    /// <summary>WCO id of an element or class (D026, 68A); empty where none is verified.</summary>
    public static string Id(FieldDescriptor field) => Options(field).GetExtension(WcoExtensions.WcoId) ?? "";

    /// <summary>WCO name of an element or class (FunctionalReferenceID).</summary>
    public static string Name(FieldDescriptor field) =>
        Options(field).GetExtension(WcoExtensions.WcoName) is { Length: > 0 } name ? name : char.ToUpperInvariant(field.JsonName[0]) + field.JsonName[1..];

    /// <summary>WCO class id of a message (68A); empty outside the tree.</summary>
    public static string ClassId(MessageDescriptor message) =>
        Classes.GetOrAdd(message, static m => m.GetOptions()?.GetExtension(WcoExtensions.WcoClass) ?? "");

    /// <summary>Whether the message is a class of the WCO tree.</summary>
    public static bool HasClass(MessageDescriptor message) => ClassId(message).Length > 0;

    internal static FieldOptions Options(FieldDescriptor field) =>
        Fields.GetOrAdd(field, static f => f.GetOptions() ?? new FieldOptions());
}
