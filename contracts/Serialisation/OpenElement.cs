// SPDX-License-Identifier: Apache-2.0
using Google.Protobuf;

namespace Cbm.Contracts.Serialisation;

/// <summary>An element of an XML document that has begun and not ended, with what was seen of it.</summary>
internal sealed class OpenElement(Element? element, ElementTable? table, IMessage? message, int depth, int line)
{
    public readonly Element? Element = element;
    public readonly ElementTable? Table = table;
    public readonly IMessage? Message = message;
    public readonly int Depth = depth;
    public readonly int Line = line;
    public ulong Seen;
    public ulong Present;
    public string Text = "";
    public string? FormatCode;
    public string? Second;
    public bool StringSeen;
    public bool HasStrayAttribute;
    public ulong Meant;
}
