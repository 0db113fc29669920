// SPDX-License-Identifier: Apache-2.0
using System.Text;
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
    public string? FormatCode;
    public string? Second;
    public bool StringSeen;
    public bool HasStrayAttribute;
    public ulong Meant;
    private string first = "";
    private StringBuilder? pieces;

    /// <summary>Its text so far.</summary>
    public string Text => pieces?.ToString() ?? first;

    public int TextLength => pieces?.Length ?? first.Length;

    // Comments cut a text into pieces; each is added to those before without copying them.
    public void Add(string text)
    {
        if (TextLength == 0) first = text;
        else (pieces ??= new StringBuilder(first)).Append(text);
    }
}
