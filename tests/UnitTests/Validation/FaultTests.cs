// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;
using Cbm.Contracts.Serialisation;
using Cbm.Declarations.Validation;
using Cbm.TestKit;
using Xunit;

namespace Cbm.UnitTests.Validation;

/// <summary>Breaks one thing at a time in declarations that are right, and expects that fault at its pointer and no other.</summary>
public sealed class FaultTests
{
    private static readonly NamedFault[] Faults = [.. HeaderFaults.All, .. ItemFaults.All, .. PartFaults.All];

    // A time that is none cannot be written as XML.
    private const string NoTime = "SWV060";

    public static TheoryData<string> Names => [.. Faults.Where(f => f.IsInShowCase).Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task In_the_show_case_as_a_message_and_as_text(string name)
    {
        var fault = Faults.Single(f => f.Name == name);
        var declaration = Given.ShowCase.Clone();
        fault.Break(declaration);

        string[] wrong =
        [
            .. Unexpected(fault, DeclarationValidation.Check(declaration, Given.Finland)),
            .. Unexpected(fault, DeclarationValidation.Check(Given.ThroughJson(declaration), Given.Finland), isText: true),
            .. fault.Code == NoTime ? [] : Unexpected(fault, DeclarationValidation.Check(await Given.ThroughXmlAsync(declaration), Given.Finland), isText: true),
        ];
        Assert.True(wrong.Length == 0, string.Join("\n", wrong));
    }

    [ConformanceFact]
    public async Task In_every_accepted_message_where_it_can_be_broken()
    {
        var wrong = new List<string>();
        var broken = new HashSet<(string, string)>();
        foreach (var file in Given.AcceptedFiles())
        {
            var right = (await Given.ConformanceFileAsync(file)).Message!;
            foreach (var fault in Faults)
            {
                if (fault.Also?.Invoke(right) != true) continue;
                var declaration = right.Clone();
                fault.Break(declaration);
                wrong.AddRange(Unexpected(fault, DeclarationValidation.Check(declaration, Given.Finland)).Select(u => $"{file}: {fault.Name}: {u}"));
                // As text once for each type of declaration.
                if (!broken.Add((fault.Name, right.TypeCode)) || fault.Code == NoTime) continue;
                var (errors, warnings) = DeclarationValidation.Check(await Given.ThroughXmlAsync(declaration), Given.Finland);
                wrong.AddRange(Unexpected(fault, (errors, warnings), isText: true).Select(u => $"{file}: {fault.Name}: {u} (XML)"));
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count}: {string.Join("\n", wrong.DistinctBy(w => w.Split(':')[1]).Take(40))}");
        Assert.True(broken.Select(b => b.Item1).Distinct().Count() >= 150, $"only {broken.Count} kinds of fault could be tried");
        Assert.True(broken.Select(b => b.Item2).Distinct().Count() >= 18, "on too few types of declaration");
    }

    [Fact]
    public void Every_code_of_the_catalogue_has_its_fault()
    {
        var tried = Faults.Select(f => f.Code).Distinct().Order(StringComparer.Ordinal);
        var published = ErrorCatalogue.Titles.Keys.Where(c => c.StartsWith("SWV", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Assert.Equal(published, tried);
    }

    // What the form of a text forbids already, its reader says in its own words at the same place.
    private static IEnumerable<string> Unexpected(NamedFault fault, (IReadOnlyList<Fault> Errors, IReadOnlyList<Fault> Warnings) found, bool isText = false)
    {
        var (errors, warnings) = found;
        if (fault.IsWarning)
        {
            foreach (var error in errors) yield return error.ToString();
            if (!warnings.Any(w => w.Code == fault.Code && w.Pointer == fault.Pointer)) yield return $"no warning {fault.Code} at {fault.Pointer}: {string.Join("; ", warnings)}";
            yield break;
        }
        if (errors is not [var only] || only.Pointer != fault.Pointer || (only.Code != fault.Code && !(isText && only.Code.StartsWith("SWR", StringComparison.Ordinal))))
            yield return $"expected {fault.Code} at {fault.Pointer}, found {string.Join("; ", errors.Select(e => $"{e.Code} {e.Pointer} {e.Path}"))}";
        else if (only.Path.Length == 0 || !(only.Message.EndsWith('.') || isText))
            yield return $"no path or no sentence: {only}";
    }
}
