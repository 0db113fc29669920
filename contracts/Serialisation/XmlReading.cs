// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Xml;

namespace Cbm.Contracts.Serialisation;

/// <summary>Reads the one WCO DEC declaration in an XML document: bare, in its MetaData envelope or in any other wrapper. No DTD, no entity but XML's own, bounded depth and size, never the whole document in memory.</summary>
public static class XmlReading
{
    /// <summary>The declaration in the stream; not readable where it is no XML or holds no declaration, or more than one.</summary>
    public static async Task<Reading<Declaration>> ReadDeclarationAsync(Stream stream, XmlLimits limits, CancellationToken cancel)
    {
        var walk = new XmlWalk();
        try
        {
            using var reader = XmlReader.Create(stream, Settings(limits));
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                cancel.ThrowIfCancellationRequested();
                if (reader.Depth > limits.MaxDepth)
                    return Reading<Declaration>.Refused(string.Create(CultureInfo.InvariantCulture, $"The elements stand more than {limits.MaxDepth} levels deep (line {((IXmlLineInfo)reader).LineNumber})."));
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element:
                        walk.Start(reader);
                        break;
                    case XmlNodeType.EndElement:
                        walk.End(reader);
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA when walk.WantsText:
                        walk.Text(await reader.GetValueAsync().ConfigureAwait(false), reader);
                        break;
                }
                if (walk.Refusal is { } refusal) return Reading<Declaration>.Refused(refusal);
            }
        }
        catch (XmlException wrong)
        {
            return IsTooLong(wrong)
                ? Reading<Declaration>.Refused(string.Create(CultureInfo.InvariantCulture, $"The document is longer than {limits.MaxCharacters} characters."), isTooLarge: true)
                : Reading<Declaration>.Refused(Why(wrong));
        }
        return walk.Result();
    }

    private static XmlReaderSettings Settings(XmlLimits limits) => new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = limits.MaxCharacters,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    // The reader tells its limits apart by its sentence alone.
    private static bool IsTooLong(XmlException wrong) => wrong.Message.Contains("MaxCharactersInDocument", StringComparison.Ordinal);

    private static string Why(XmlException wrong)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"line {wrong.LineNumber}, column {wrong.LinePosition}");
        return wrong.Message.Contains("DTD", StringComparison.Ordinal)
            ? $"Send the document without a DTD ({where})."
            : $"This is not well-formed XML: {where}.";
    }
}
