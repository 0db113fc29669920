// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Cbm.Fuzzing;

/// <summary>Values that readers are known to stumble over.</summary>
internal static class Hostile
{
    /// <summary>Texts for a path, a query, a header or a value.</summary>
    public static readonly string[] Texts =
    [
        "", " ", "0", "-0", "-1", "1e999", "NaN", "Infinity", "99999999999999999999999999999999999999", "9223372036854775808", "2147483648",
        "0.0000000000000000000000000000000001", "79228162514264337593543950336", "0x10", "٣", "1,5", "null", "true", "undefined", "*", "%", "%00", "%2F", "%252e%252e",
        "..", "../../etc/passwd", "a|b", "|", "||||", "'", "\"", "' OR 1=1 --", "<script>", "{{7*7}}", "${jndi:x}", "\\u0000", "\u0001", "\u007f", "\u0085", "\u2028",
        "\ufeff", "\ufffd", "\ufffe", "A\u0301", "\u202e", "İ", "ß", "ﬁ", "😀", "\U0010FFFF", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "9999-12-31", "0001-01-01",
        "2026-02-30", "2026-01-01T24:00:00Z", "2026-01-01T00:00:60Z", "2026-06-30T23:59:59.99999999999999Z", "2026-01-01T00:00:00-14:59", "26FI000000000000R0", "W/\"1\"", "\"1\", \"2\"",
        "00-00000000000000000000000000000000-0000000000000000-00", "Bearer", "Bearer .", "Bearer a.b.c", "Bearer eyJhbGciOiJub25lIn0.e30.", "Basic Og==", "application/xml;q=", "*/*;q=2", ";;;",
        new string('A', 255), new string('A', 256), new string('9', 400), new string('é', 700), "fHw", "MHw", "____", "OTk5OTk5OTk5OTk5OTk5OTk5OXw", "//", "a/b", "a%2Fb", "CUSTOMS", "agriculture",
    ];

    /// <summary>Values of JSON that stand where others are due.</summary>
    public static readonly string[] Json =
    [
        "null", "true", "[]", "{}", "\"\"", "0", "-0", "1e400", "-1E-400", "123456789012345678901234567890.12345678901234567890", "1.0", "[null]", "[[]]", "{\"\":0}", "\"\\ud800\"", "\"\\udc00\\ud800\"",
        "\"\\u0000\"", "\"\\ufffe\"", "\"\\uD83D\\uDE00\"", "[1,\"1\",null,{}]", "{\"value\":1}", "{\"value\":\"1\",\"unitCode\":null}", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01\"", "99999999999", "{\"a\":1,\"a\":2}",
        "\"-1\"", "\"00\"", "\"1.\"", "\".5\"", "\"+1\"", "\" 1 \"", "\"1e5\"", "\"NaN\"",
    ];

    /// <summary>Pieces of XML that stand between others.</summary>
    public static readonly string[] Xml =
    [
        "<!---->", "<!-- - -->", "<![CDATA[]]>", "<![CDATA[<]]>", "<?pi?>", "<?xml version='1.0'?>", "&amp;", "&#0;", "&#xD800;", "&#x10FFFF;", "&x;", "<!DOCTYPE d [<!ENTITY x 'y'>]>", "]]>", "<a/>", "<a xmlns=''/>",
        "<Declaration/>", "<x:y xmlns:x='urn:x'/>", "<x:y/>", "&lt;", "\0", "\ufffe", " xmlns=\"urn:wco:datamodel:XX:SW-DEC:1\"", " a=\"1\" a=\"2\"", " unitCode=\"KGM\" unitCode=\"KGM\"", " formatCode=\"304\"", " xml:lang='x'",
        " xsi:type='x'", "<DateTimeString>", "<FunctionCode>9</FunctionCode>", "<Response/>", "<MetaData>", "</Declaration>",
    ];

    /// <summary>Bytes that are no UTF-8, or another encoding's.</summary>
    public static readonly byte[][] Bytes =
    [
        [0], [0xC0, 0x80], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xED, 0xB0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFF], [0xFE, 0xFF], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF],
        [0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF], [0xC3], [0xF0, 0x9F, 0x98], [0x80], [0x1B, (byte)'[', (byte)'2', (byte)'J'], [(byte)'\r', (byte)'\n'], "+AGEAYg-"u8.ToArray(),
    ];

    /// <summary>Other encodings of a text, with the mark of their order and without.</summary>
    public static readonly Encoding[] Encodings =
        [Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, new UTF32Encoding(bigEndian: true, byteOrderMark: true), Encoding.Latin1, Encoding.UTF8];
}
