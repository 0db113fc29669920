// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;
using Cbm.Declarations.Validation;
using Cbm.TestKit;
using Xunit;

namespace Cbm.UnitTests.Validation;

/// <summary>Breaks one thing at a time in declarations that are right, and expects that fault at its pointer and no other.</summary>
public sealed class FaultTests
{
    private static readonly NamedFault[] Faults = [.. HeaderFaults.All, .. ItemFaults.All];

    public static TheoryData<string> Names => [.. Faults.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void In_the_show_case(string name)
    {
        var fault = Faults.Single(f => f.Name == name);
        var declaration = Given.ShowCase.Clone();
        fault.Break(declaration);

        Assert.Equal([], Unexpected(fault, declaration));
    }

    [ConformanceFact]
    public async Task In_every_accepted_message_where_it_can_be_broken()
    {
        var wrong = new List<string>();
        var broken = new HashSet<string>();
        foreach (var file in Given.AcceptedFiles())
        {
            var right = (await Given.ConformanceFileAsync(file)).Message!;
            foreach (var fault in Faults)
            {
                if (fault.Also?.Invoke(right) != true) continue;
                var declaration = right.Clone();
                fault.Break(declaration);
                broken.Add(fault.Name);
                wrong.AddRange(Unexpected(fault, declaration).Select(u => $"{file}: {fault.Name}: {u}"));
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count}: {string.Join("\n", wrong.DistinctBy(w => w.Split(':')[1]).Take(40))}");
        Assert.True(broken.Count >= 30, $"only {broken.Count} kinds of fault could be tried");
    }

    [Fact]
    public void Every_code_of_the_catalogue_has_its_fault()
    {
        var tried = Faults.Select(f => f.Code).Distinct().Order(StringComparer.Ordinal);
        var published = ErrorCatalogue.Titles.Keys.Where(c => c.StartsWith("SWV", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Assert.Equal(published, tried);
    }

    private static IEnumerable<string> Unexpected(NamedFault fault, Declaration declaration)
    {
        var (errors, warnings) = DeclarationValidation.Check(declaration, Given.Finland);
        if (fault.IsWarning)
        {
            foreach (var error in errors) yield return error.ToString();
            if (!warnings.Any(w => w.Code == fault.Code && w.Pointer == fault.Pointer)) yield return $"no warning {fault.Code} at {fault.Pointer}: {string.Join("; ", warnings)}";
            yield break;
        }
        if (errors is not [var only] || only.Code != fault.Code || only.Pointer != fault.Pointer)
            yield return $"expected {fault.Code} at {fault.Pointer}, found {string.Join("; ", errors.Select(e => $"{e.Code} {e.Pointer} {e.Path}"))}";
        else if (only.Path.Length == 0 || !only.Message.EndsWith('.'))
            yield return $"no path or no sentence: {only}";
    }
}
