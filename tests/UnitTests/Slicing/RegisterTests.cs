// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations.Slicing;
using Xunit;
using Xunit.Abstractions;

namespace Cbm.UnitTests.Slicing;

public sealed class RegisterTests(ITestOutputHelper output)
{
    private static readonly string[] Lines = ReadLines();

    private static string[] ReadLines()
    {
        using var reader = new StreamReader(typeof(Register).Assembly.GetManifestResourceStream("slices.csv")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static IReadOnlyList<string> Faults(IEnumerable<string> lines) => Assert.Throws<RegisterException>(() => Register.Parse(string.Join('\n', lines))).Faults;

    [Fact]
    public void The_register_of_the_window_fits_the_tree()
    {
        string[] known = ["CUSTOMS", "PUBLIC_HEALTH", "PLANT_HEALTH", "VETERINARY", "STANDARDS", "POLICE", "POST"];
        Assert.Empty(known.Except(Register.Load().Units));
        output.WriteLine($"{Lines.Skip(1).Count(l => l.Split(',')[1] == "")} elements, {Lines.Skip(1).Count(l => l.Split(',')[1] != "")} rows for kinds of record");
    }

    [Fact]
    public void A_row_taken_away_is_missed_by_name()
    {
        // The contract's options say that no Consignor has this one; the table of the tree has it at two places.
        foreach (var line in Lines.Skip(1).Where((l, i) => i % 7 == 0 && l.Split(',')[1] == "" && !l.Contains("Consignor/Address/TypeCode", StringComparison.Ordinal)))
        {
            Assert.Equal([$"{line.Split(',')[0]} has no row"], Faults(Lines.Where(l => l != line)));
        }
    }

    [Fact]
    public void A_row_given_twice_is_named()
    {
        foreach (var line in Lines.Skip(1).Where((_, i) => i % 7 == 0))
        {
            Assert.Contains($"{line.Split(',')[0]}{(line.Split(',')[1] is { Length: > 0 } when ? " when " + when : "")} has two rows", Assert.Single(Faults(Lines.Append(line))));
        }
    }

    [Theory]
    [InlineData("Declaration/Nothing,", "R", "is no element of the tree")]
    [InlineData("Declaration/Declarant,", "R", "is no element of the tree")]
    [InlineData("Declaration/ID,sometimes", "R", "is no kind of record")]
    [InlineData("Declaration/ID,other", "X", "needs one of R O M B S Q -")]
    [InlineData("Declaration/ID,other", "", "needs one of R O M B S Q -")]
    public void A_row_that_means_nothing_is_refused(string element, string last, string fault)
    {
        // One letter for each unit that there is; the last is the one in question.
        var row = $"{element}{string.Concat(Enumerable.Repeat(",R", Register.Load().Units.Count - 1))}{(last.Length > 0 ? "," + last : "")}";
        Assert.Contains(fault, Assert.Single(Faults(Lines.Append(row))));
    }

    [Fact]
    public void A_fifth_agency_is_one_more_column()
    {
        var register = Register.Parse(string.Join('\n', Lines.Select((l, i) => l + (i == 0 ? ",TRANSPORT" : l.StartsWith("Declaration/ID,", StringComparison.Ordinal) ? ",R" : ",-"))));
        Assert.Equal(Sight.Read, register.Of("TRANSPORT", "Declaration/ID", Kinds.None));
        Assert.Equal(Sight.Nothing, register.Of("TRANSPORT", "Declaration/TypeCode", Kinds.None));
        Assert.Equal(Sight.Nothing, register.Of("NOBODY", "Declaration/ID", Kinds.None));
    }

    [Fact]
    public void The_stricter_row_wins()
    {
        const string name = "Declaration/GoodsShipment/Importer/Name";
        Assert.Equal(Sight.Read, Register.Load().Of("VETERINARY", name, Kinds.None));
        Assert.Equal(Sight.Minimised, Register.Load().Of("VETERINARY", name, Kinds.Private));
        Assert.Equal(Sight.Nothing, Register.Load().Of("STANDARDS", name, Kinds.Private));
    }
}
