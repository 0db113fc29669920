// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.Declarations.Validation;
using Cbm.TestKit;
using Xunit;

namespace Cbm.UnitTests.Validation;

/// <summary>Declarations to be judged, and what they are judged against.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static readonly ValidationContext Finland = new("FI", Now);

    public static Declaration ShowCase { get; } = ReadShowCase();

    public static IEnumerable<string> AcceptedFiles()
    {
        if (Conformance.Folder is not { } folder) yield break;
        foreach (var line in File.ReadLines(Path.Combine(folder, "hmrc.csv")).Skip(1))
        {
            var cells = line.Split(',');
            if (cells[6].StartsWith("accepted", StringComparison.Ordinal) || cells[6].StartsWith("same as", StringComparison.Ordinal) || cells[6] == "refused: LRN used")
                yield return cells[0];
        }
    }

    public static async Task<Reading<Declaration>> ConformanceFileAsync(string name)
    {
        await using var stream = File.OpenRead(Path.Combine(Conformance.Folder!, "hmrc", name));
        return await XmlReading.ReadDeclarationAsync(stream, XmlLimits.Default, CancellationToken.None);
    }

    /// <summary>The declaration as its JSON is read.</summary>
    public static Reading<Declaration> ThroughJson(Declaration declaration) => JsonReading.Read<Declaration>(JsonWriting.ToUtf8(declaration));

    /// <summary>The declaration as its XML is read.</summary>
    public static async Task<Reading<Declaration>> ThroughXmlAsync(Declaration declaration)
    {
        using var stream = new MemoryStream();
        XmlWriting.Write(stream, declaration, "XX");
        stream.Position = 0;
        return await XmlReading.ReadDeclarationAsync(stream, XmlLimits.Default, CancellationToken.None);
    }

    private static Declaration ReadShowCase()
    {
        using var stream = typeof(Declaration).Assembly.GetManifestResourceStream("samples/show-case.json")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var reading = JsonReading.Read<Declaration>(memory.ToArray());
        Assert.True(reading.IsClean, $"{reading.NotReadable} {string.Join("; ", reading.Faults)}");
        return reading.Message!;
    }
}
