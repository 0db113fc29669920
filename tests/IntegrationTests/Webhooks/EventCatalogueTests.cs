// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Cbm.Contracts.Events;
using Cbm.Declarations.Consolidation;
using Xunit;

namespace Cbm.IntegrationTests.Webhooks;

/// <summary>The catalogue of events has every event that the code can write into a declaration's log.</summary>
public sealed partial class EventCatalogueTests
{
    // What stands in place of a name where it comes from elsewhere: each is looked for there.
    private static readonly string[] Elsewhere = ["move.Event", "report.Step.Name", "cause.Name"];

    [Fact]
    public void Every_name_in_the_code_is_in_it()
    {
        var written = new SortedSet<string>(DeclarationLifecycle.Causes, StringComparer.Ordinal);
        foreach (var (file, argument) in Arguments("services/Declarations", LogCall()).Concat(Arguments("services/Declarations", AppendCall())))
        {
            var names = Name().Matches(argument).Select(name => name.Groups[1].Value).ToList();
            Assert.True(names.Count > 0 || Elsewhere.Contains(argument.Trim()), $"{file} logs {argument}: this test does not know which events that is.");
            written.UnionWith(names);
        }

        // A new version's cause; what agencies' reviews report as their steps.
        written.UnionWith(Arguments("services/Declarations", Cause()).Select(found => found.Argument));
        written.UnionWith(Arguments("services/Agencies", Step()).Select(found => found.Argument));
        written.UnionWith(Arguments("services/Agencies/Reviews", Act()).Select(found => found.Argument));
        written.UnionWith(Arguments("services/Agencies/Intake", Pending()).Select(found => found.Argument));
        Assert.Contains("declarationAmended", written);
        Assert.Contains("reviewTaken", written);
        Assert.Contains("reviewPending", written);
        Assert.Contains("deadlineExpired", written);
        Assert.Equal([], written.Except(EventCatalogue.Names));
        Assert.Equal([], EventCatalogue.Names.Except(written));
    }

    [Fact]
    public void Names_stand_once_and_each_says_when_it_happens()
    {
        Assert.Equal(EventCatalogue.All.Count, EventCatalogue.Names.Count);
        Assert.All(EventCatalogue.All, kind => Assert.EndsWith(".", kind.When, StringComparison.Ordinal));
        Assert.All(EventCatalogue.All, kind => Assert.Equal("cbm.declaration." + kind.Name, kind.Type));
    }

    private static IEnumerable<(string File, string Argument)> Arguments(string folder, Regex call) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("Migrations", StringComparison.Ordinal) && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        where Path.GetFileName(file) is not ("Case.cs" or "DeclarationLog.cs")
        from match in call.Matches(File.ReadAllText(file))
        select (Path.GetFileName(file), match.Groups[1].Value);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cbm.SingleWindow.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"\.Log\(\s*([^,]+),")]
    private static partial Regex LogCall();

    [GeneratedRegex(@"[cC]ontext\.Append\([^,]+,\s*([^,]+),")]
    private static partial Regex AppendCall();

    // An event's name begins small; what is compared with (a state) does not.
    [GeneratedRegex("\"([a-z][A-Za-z]+)\"")]
    private static partial Regex Name();

    [GeneratedRegex("FanOut\\.Renew\\(.*\\(\"([a-zA-Z]+)\", by")]
    private static partial Regex Cause();

    [GeneratedRegex("[cC]ontext\\.Record\\(\\s*row, (?:row\\.Read\\(\\)|review), \"([a-zA-Z]+)\"")]
    private static partial Regex Step();

    [GeneratedRegex("return \\(\"([a-z][a-zA-Z]+)\", ")]
    private static partial Regex Act();

    [GeneratedRegex("\"(review(?:Pending|Decided))\"")]
    private static partial Regex Pending();
}
