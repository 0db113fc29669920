// SPDX-License-Identifier: Apache-2.0
using System.Xml;
using Cbm.Contracts.Serialisation;

namespace Cbm.Declarations.Documents;

/// <summary>What a document is, by its bytes and not by what its sender says.</summary>
public static class DocumentKind
{
    /// <summary>Media types that are taken in.</summary>
    public static readonly IReadOnlyList<string> Taken = ["application/pdf", "image/jpeg", "image/png", Xml];

    private const string Xml = "application/xml";
    private const int Beginning = 64;

    /// <summary>The media type without its parameters, in lower case; XML has one.</summary>
    public static string Declared(string contentType) => contentType.Split(';', 2)[0].Trim().ToLowerInvariant() is var type && type == "text/xml" ? Xml : type;

    /// <summary>Media type of a file by how it begins; null where it is none of those that are taken.</summary>
    public static async Task<string?> Of(string path, CancellationToken cancel)
    {
        var head = new byte[Beginning];
        await using var file = File.OpenRead(path);
        var read = await file.ReadAtLeastAsync(head, Beginning, throwOnEndOfStream: false, cancel);
        return Of(head.AsSpan(0, read));
    }

    /// <summary>Why a file is no XML that is taken in: not well-formed, with a DTD, or too deep; null where it is.</summary>
    public static async Task<string?> WrongXml(string path, CancellationToken cancel)
    {
        var settings = new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        await using var file = File.OpenRead(path);
        using var reader = XmlReader.Create(file, settings);
        try
        {
            while (await reader.ReadAsync())
            {
                cancel.ThrowIfCancellationRequested();
                if (reader.Depth > XmlLimits.Default.MaxDepth)
                {
                    return $"It has more than {XmlLimits.Default.MaxDepth} elements within one another.";
                }
            }

            return null;
        }
        catch (XmlException wrong)
        {
            return $"It is not well-formed or has a DTD, in line {wrong.LineNumber}.";
        }
    }

    private static string? Of(ReadOnlySpan<byte> head) =>
        head.StartsWith("%PDF-"u8) ? "application/pdf"
        : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : head.StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8]) ? "image/png"
        : BeginsAsXml(head) ? Xml
        : null;

    // UTF-8 with or without its mark and white space before, or UTF-16; whether it is XML is for the reader to say.
    private static bool BeginsAsXml(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var text = head.StartsWith(mark) ? head[3..] : head;
        return text.TrimStart(" \t\r\n"u8).StartsWith("<"u8)
            || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, (byte)'<', 0]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF, 0, (byte)'<'])
            || head.StartsWith((ReadOnlySpan<byte>)[(byte)'<', 0]) || head.StartsWith((ReadOnlySpan<byte>)[0, (byte)'<']);
    }
}
