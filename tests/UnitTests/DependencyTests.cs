// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Xunit;

namespace Cbm.UnitTests;

/// <summary>Dependencies run one way (design: contracts ← ServiceDefaults ← services; Agencies ← Agencies.X; Local alone sees every executable).</summary>
public sealed partial class DependencyTests
{
    private static readonly string Root = Find();

    [Fact]
    public void Every_project_references_what_it_may_and_nothing_else()
    {
        var projects = new[] { "contracts", "gateway", "services" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories)).ToList();
        Assert.NotEmpty(projects);
        foreach (var project in projects)
        {
            var name = Path.GetFileNameWithoutExtension(project);
            var references = Reference().Matches(File.ReadAllText(project)).Select(one => Path.GetFileNameWithoutExtension(one.Groups[1].Value)).ToList();
            Assert.True(references.All(reference => May(name, reference)), $"{name} references {string.Join(", ", references)}");
        }
    }

    [Theory]
    [InlineData("Declarations", "Agencies")]
    [InlineData("Agencies", "Declarations")]
    [InlineData("Agencies", "Agencies.Customs")]
    [InlineData("Agencies.Customs", "Agencies.Health")]
    [InlineData("Declarations", "Identity")]
    [InlineData("ServiceDefaults", "Agencies")]
    [InlineData("Contracts", "ServiceDefaults")]
    [InlineData("Declarations", "Client")]
    [InlineData("Lodge", "Contracts")]
    public void These_never_know_each_other(string one, string other) => Assert.False(May(one, other));

    private static bool May(string name, string reference) => name switch
    {
        "Contracts" => false,
        "Client" => reference == "Contracts",
        "Lodge" => reference == "Client",
        "ServiceDefaults" => reference == "Contracts",
        "Local" => reference is not "ServiceDefaults",
        _ when name.StartsWith("Agencies.", StringComparison.Ordinal) => reference is "Agencies" or "ServiceDefaults" or "Contracts",
        "Agencies" or "Declarations" or "Identity" or "Portal" or "Gateway" => reference is "ServiceDefaults" or "Contracts",
        _ => false,
    };

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cbm.SingleWindow.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("<ProjectReference Include=\"([^\"]+)\"")]
    private static partial Regex Reference();
}
