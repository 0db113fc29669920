// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.TestKit;

namespace Cbm.UnitTests.Schemas;

/// <summary>The published declarations of the conformance data that the reader takes without a fault.</summary>
internal static class PublishedFiles
{
    /// <summary>Path and tree of each.</summary>
    public static async Task<List<(string File, Declaration Tree)>> Read()
    {
        var taken = new List<(string, Declaration)>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Conformance.Folder!, "hmrc"), "*.xml").Order(StringComparer.Ordinal))
        {
            await using var stream = File.OpenRead(file);
            if (await XmlReading.ReadDeclarationAsync(stream, XmlLimits.Default, CancellationToken.None) is { IsClean: true, Message: { } tree }) taken.Add((file, tree));
        }
        return taken;
    }
}
