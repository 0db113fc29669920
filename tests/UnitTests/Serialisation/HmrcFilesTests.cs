// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.TestKit;
using Xunit;

namespace Cbm.UnitTests.Serialisation;

/// <summary>Every published file reads as the table beside the files says.</summary>
public class HmrcFilesTests
{
    public static TheoryData<string, string, string> Files()
    {
        var data = new TheoryData<string, string, string>();
        if (Conformance.Folder is null) return data;
        foreach (var line in File.ReadLines(Path.Combine(Conformance.Folder, "hmrc.csv")).Skip(1))
        {
            // file, upstream path, schema valid, function code, type code, goods items, expect, line
            var cells = line.Split(',');
            data.Add(cells[0], cells[6], cells[7]);
        }
        return data;
    }

    [ConformanceTheory]
    [MemberData(nameof(Files))]
    public async Task A_file_reads_as_its_line_says(string file, string expect, string line)
    {
        var reading = await Read(file);

        if (expect == "refused: malformed") Assert.Contains($"well-formed XML: line {line},", reading.NotReadable, StringComparison.Ordinal);
        else if (expect == "refused: not a declaration") Assert.NotNull(reading.NotReadable);
        else Assert.True(reading.IsClean, reading.NotReadable ?? string.Join("\n", reading.Faults));
    }

    [ConformanceTheory]
    [MemberData(nameof(Files))]
    public async Task A_file_comes_back_whole_through_json_and_xml(string file, string expect, string line)
    {
        Assert.NotNull(line);
        if (await Read(file) is not { Message: { } declaration })
        {
            Assert.StartsWith("refused", expect, StringComparison.Ordinal);
            return;
        }
        Assert.Equal(declaration, RoundTrip.Json(declaration));
        Assert.Equal(declaration, await RoundTrip.Xml(declaration));
    }

    [ConformanceFact]
    public async Task Two_files_of_the_same_content_give_equal_trees()
        => Assert.Equal((await Read("TT_IM001a__Step1_TT_IM001a.xml")).Message, (await Read("TT_IM001c__Step1_TT_IM001c.xml")).Message);

    private static async Task<Reading<Declaration>> Read(string file)
    {
        await using var stream = File.OpenRead(Path.Combine(Conformance.Folder!, "hmrc", file));
        return await XmlReading.ReadDeclarationAsync(stream, XmlLimits.Default, CancellationToken.None);
    }
}
