// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Text;
using Cbm.Contracts;
using Cbm.Contracts.Conditions;
using Cbm.Contracts.Identifiers;
using Cbm.Contracts.Serialisation;
using Cbm.Declarations.Amending;
using Cbm.ServiceDefaults.Doors;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Condition = Cbm.Contracts.Conditions.Condition;

namespace Cbm.Fuzzing;

/// <summary>A reader of what callers send.</summary>
/// <param name="Name">Its name in a finding.</param>
/// <param name="Good">Inputs that it takes.</param>
/// <param name="Read">Reads an input and tells in one text all that came of it; throws where it breaks a promise.</param>
public sealed record Reader(string Name, IReadOnlyList<byte[]> Good, Func<byte[], string> Read)
{
    /// <summary>Every reader that the window has.</summary>
    public static IReadOnlyList<Reader> All { get; } =
    [
        new("json declaration", Corpus.Json, input => Json<Declaration>(input)),
        new("json query", [.. Corpus.Queries, Corpus.ShowCase], input => Json<RequirementQuery>(input)),
        new("json answers", Corpus.Bodies, input => Json<AnswerRequest>(input) + Json<ArrivalRequest>(input)),
        new("json decision", Corpus.Bodies, input => Json<DecideRequest>(input) + Json<Lpco>(input)),
        new("xml declaration", Corpus.Xml, Xml),
        new("protobuf declaration", [.. Corpus.Json.Select(json => JsonReading.Read<Declaration>(json).Message!.ToByteArray())], Protobuf),
        new("amending message", Corpus.Messages, Amend),
        new("condition", Corpus.Conditions, input => ConditionOf(Encoding.UTF8.GetString(input))),
        new("identifiers", Corpus.Identifiers, input => Identifiers(Encoding.UTF8.GetString(input))),
        new("cursor", Corpus.Cursors, input => Cursor(Encoding.UTF8.GetString(input))),
        new("gzip", [Gzip(Corpus.ShowCase), Gzip(new byte[100_000])], Unpack),
    ];

    private static string Json<T>(byte[] input) where T : class, IMessage<T>, new()
    {
        var reading = JsonReading.Read<T>(input);
        if (reading.IsClean)
        {
            var again = JsonReading.Read<T>(JsonWriting.ToUtf8(reading.Message!));
            Must(again.IsClean && again.Message!.Equals(reading.Message), "what was accepted is not read again as it was");
        }

        return Told(reading);
    }

    private static string Xml(byte[] input)
    {
        var reading = ReadXml(input);
        if (reading.IsClean)
        {
            using var written = new MemoryStream();
            XmlWriting.Write(written, reading.Message!, "XX");
            var again = ReadXml(written.ToArray());
            Must(again.IsClean && again.Message!.Equals(reading.Message), "what was accepted is not read again from XML as it was");
            var json = JsonReading.Read<Declaration>(JsonWriting.ToUtf8(reading.Message!));
            Must(json.IsClean && json.Message!.Equals(reading.Message), "what was accepted is not read again from JSON as it was");
        }

        return Told(reading);
    }

    private static Reading<Declaration> ReadXml(byte[] input)
    {
        // From memory: it is read at once, on this thread.
        var reading = XmlReading.ReadDeclarationAsync(new MemoryStream(input), XmlLimits.Default, CancellationToken.None);
        Must(reading.IsCompleted, "it waited for something");
        return reading.GetAwaiter().GetResult();
    }

    private static string Told<T>(Reading<T> reading) where T : class, IMessage<T>
    {
        Must(reading.NotReadable is null == reading.Message is not null, "it is neither readable nor not");
        Must(reading.Faults.Concat(reading.Warnings).All(fault => fault.Code.Length > 0 && fault.Message.Length is > 0 and < 1000), "a fault says nothing, or too much");
        return $"{reading.NotReadable}{reading.Message?.ToByteString().ToBase64()}{string.Join('\n', reading.Faults)}{string.Join('\n', reading.Warnings)}";
    }

    private static string Protobuf(byte[] input)
    {
        try
        {
            var declaration = Declaration.Parser.ParseFrom(input);
            return string.Join('\n', TreeCheck.Faults(declaration));
        }
        catch (InvalidProtocolBufferException)
        {
            return "not protobuf";
        }
    }

    private static string Amend(byte[] input)
    {
        if (JsonReading.Read<Declaration>(input).Message is not { } tree || AmendingMessage.Of(tree) is not { IsCancellation: false } message)
        {
            return "no message that amends";
        }

        var (original, sent) = (JsonReading.Read<Declaration>(Corpus.ShowCase).Message!, tree.Clone());
        var before = original.Clone();
        var amended = Delta.Apply(original, message);
        Must(original.Equals(before) && tree.Equals(sent), "what it was given was changed");
        Must(amended.Faults.Concat(amended.Warnings).All(fault => fault.Code.Length > 0 && fault.Pointer.Length > 0 && fault.Message.Length is > 0 and < 1000), "a fault says nothing, or too much");
        return $"{amended.Tree.ToByteString().ToBase64()}{string.Join('\n', amended.Faults)}{string.Join('\n', amended.Warnings)}";
    }

    private static string ConditionOf(string text)
    {
        try
        {
            var condition = Condition.Parse(text);
            var missing = new List<KnownAttribute>();
            condition.Missing(Nothing.Known, missing);
            return $"{condition.Evaluate(Nothing.Known)} {string.Join(' ', missing.Select(one => one.Name))}";
        }
        catch (ConditionException refused)
        {
            return $"{refused.Column}: {refused.Message}";
        }
    }

    private static string Identifiers(string text)
    {
        Must(!Mrn.IsValid(text) || Mrn.HasShape(text), "a valid MRN without the shape of one");
        var path = ElementPath.Find(Declaration.Descriptor, text);
        Must(path is null || path.ToJsonPath() == text || text.Contains("[0", StringComparison.Ordinal), "a path that is written otherwise than it was read");
        return $"{Mrn.IsValid(text)} {Mrn.CheckDigit(text)} {ContainerNumber.IsValid(text)} {ImoNumber.IsValid(text)} {S10.IsValid(text)} {TraderId.IsValid(text)} {path?.ToPointer()} "
            + (Times.TryRead(text, out var time) ? time.UtcTicks : -1);
    }

    private static string Cursor(string text)
    {
        var faults = new List<Fault>();
        var read = Page.After(text, faults, DateTime.MaxValue.Ticks);
        Must(read is null == (faults.Count > 0 || text.Length == 0), "a cursor that is neither ours nor a fault");
        return $"{read?.Numbers[0]} {read?.Text} {faults.Count}";
    }

    private static string Unpack(byte[] input)
    {
        try
        {
            using var unpacked = Unpacked.Of(new MemoryStream(input), 200_000);
            var (bytes, total) = (new byte[8192], 0);
            for (int read; (read = unpacked.Read(bytes, 0, bytes.Length)) > 0;) total += read;
            return $"{total}";
        }
        catch (BadHttpRequestException refused)
        {
            return $"{refused.StatusCode} {refused.Message}";
        }
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(plain);
        return packed.ToArray();
    }

    private static void Must(bool holds, string broken)
    {
        if (!holds) throw new BrokenPromiseException(broken);
    }

    private sealed class Nothing : AttributeSource
    {
        public static readonly Nothing Known = new();

        public override AttributeValue Read(KnownAttribute attribute) => AttributeValue.Unknown;
    }
}

/// <summary>A reader did what no reader may.</summary>
public sealed class BrokenPromiseException(string message) : Exception(message);
