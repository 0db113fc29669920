// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Cbm.Contracts;
using Cbm.TestKit;
using CsCheck;
using Google.Protobuf;
using Xunit;
using Xunit.Abstractions;
using static Cbm.UnitTests.Slicing.GivenDetermination;

namespace Cbm.UnitTests.Slicing;

/// <summary>
/// The slicer is tested by what must not be in a slice: every leaf of a random declaration names its path, and what is found in
/// the slice again is held against brief section 3 as a person reads it, not against the register.
/// </summary>
public sealed partial class NothingForbiddenTests(ITestOutputHelper output)
{
    [Fact]
    public void No_slice_holds_what_its_unit_must_not_see()
    {
        var seen = Units.ToDictionary(u => u, _ => 0);
        Gen.Select(Gen.Int, Gen.Int[1, 3], Gen.OneOf(1.0, 0.8, 0.4)).Sample((seed, items, share) =>
        {
            var marked = new MarkedDeclaration(seed, items, share, strays: true);
            foreach (var unit in Units)
            {
                var mine = 1 + Math.Abs(seed % items);
                var rule = Rule("R-1", unit);
                var slice = Cut(marked.Tree, unit, [rule], Required(rule, mine, "N853"))!;
                var found = Markers().Matches(slice.ToString() + slice.ToByteString().ToStringUtf8()).Select(m => m.Value).Distinct().ToList();
                found.AddRange(Numbers(slice));
                Assert.True(unit == "CUSTOMS" || slice.Declaration.GoodsShipment?.GovernmentAgencyGoodsItem.All(i => i.AdditionalDocument.Count == 0) != false);
                foreach (var path in found.Select(m => marked.Paths[m]))
                {
                    Assert.True(MaySee.Allows(unit, path, mine, marked.Paths), $"{unit} must not see {path}");
                }

                lock (seen)
                {
                    seen[unit] = Math.Max(seen[unit], found.Count);
                }
            }
        }, iter: 25);
        output.WriteLine(string.Join(", ", seen.Select(s => $"{s.Key} sees {s.Value} values at most")));
        Assert.All(Units.Where(u => u != "POLICE"), u => Assert.True(seen[u] > 20, $"{u} sees next to nothing: the test is blind"));
        Assert.Equal(0, seen["POLICE"]);
    }

    [Fact]
    public void Everything_that_a_unit_may_see_is_there()
    {
        var marked = new MarkedDeclaration(1, 1, 1.0, strays: false);
        foreach (var unit in Units)
        {
            var rule = Rule("R-1", unit);
            var text = Cut(marked.Tree, unit, [rule], Required(rule, 1))!.ToString();
            var missing = marked.Paths.Where(p => MaySee.Sees(unit, p.Value, 1) && !text.Contains(p.Key[1..^1]));
            Assert.False(missing.Any(), string.Join(' ', missing.Select(p => $"{unit} {p.Value}")));
        }
    }

    // Sequence numbers carry their marker without its letters.
    private static IEnumerable<string> Numbers(Slice slice) =>
        Integers().Matches(slice.ToString()).Select(m => $"m{m.Groups[1].Value}k").Distinct();

    [GeneratedRegex(@"m\d{7}k")]
    private static partial Regex Markers();

    [GeneratedRegex(@"Numeric"": (1\d{6})\b")]
    private static partial Regex Integers();
}
