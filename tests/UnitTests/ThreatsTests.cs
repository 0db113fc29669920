// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Xunit;

namespace Cbm.UnitTests;

/// <summary>gateway/THREATS.md names a test for each answer; none of them may have gone.</summary>
public sealed partial class ThreatsTests
{
    [Fact]
    public void Every_test_that_the_threat_model_names_is_there()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Cbm.SingleWindow.sln"))) root = root.Parent!;
        var tests = Directory.EnumerateFiles(Path.Combine(root.FullName, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        var page = File.ReadAllText(Path.Combine(root.FullName, "gateway", "THREATS.md"));
        var named = Named().Matches(page).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, one => Assert.Contains(tests[one.Class], source => source.Contains($" {one.Method}(", StringComparison.Ordinal)));

        // Each of the ten risks has its row (OWASP API Security Top 10, 2023).
        Assert.All(Enumerable.Range(1, 10), risk => Assert.Matches($@"API{risk}\b", page));
    }

    [GeneratedRegex(@"`([A-Za-z]+Tests)\.(\w+)`")]
    private static partial Regex Named();
}
