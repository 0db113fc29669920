// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Identifiers;
using CsCheck;
using Xunit;

namespace Cbm.UnitTests.Identifiers;

public sealed class MrnSequenceTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(n => (byte)n)];
    private static readonly MrnSequence Sequence = new(Key, "FI");

    [Fact]
    public void Every_number_it_makes_is_a_valid_mrn_of_its_country_year_and_procedure() =>
        Gen.Long[0, 4_000_000_000_000_000_000].Sample(count =>
        {
            var mrn = Sequence.Make(count, 2026, Mrn.Import);
            return Mrn.IsValid(mrn) && mrn.StartsWith("26FI", StringComparison.Ordinal) && mrn[16] == 'R';
        });

    [Fact]
    public void No_two_counts_give_the_same_number()
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        for (var count = 0; count < 20_000; count++) Assert.True(made.Add(Sequence.Make(count, 2026, Mrn.Import)));
    }

    [Fact]
    public void The_same_key_and_count_give_the_same_number_and_another_key_another()
    {
        Assert.Equal(Sequence.Make(7, 2026, Mrn.Export), new MrnSequence(Key, "FI").Make(7, 2026, Mrn.Export));
        Assert.NotEqual(Sequence.Make(7, 2026, Mrn.Export), new MrnSequence([.. Key.Reverse()], "FI").Make(7, 2026, Mrn.Export));
    }

    [Fact]
    public void Neighbouring_counts_have_nothing_in_common()
    {
        // Two random texts of 12 out of 36 characters agree in a third of a character on average.
        var agreeing = 0;
        for (var count = 0; count < 1_000; count++)
        {
            var one = Sequence.Make(count, 2026, Mrn.Import);
            var next = Sequence.Make(count + 1, 2026, Mrn.Import);
            for (var i = 4; i < 16; i++) agreeing += one[i] == next[i] ? 1 : 0;
        }
        Assert.InRange(agreeing, 200, 480);
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Mrn.Make(2026, "FI", "00000000001", 'R'));
        Assert.Throws<ArgumentException>(() => Mrn.Make(2026, "F1", "000000000001", 'R'));
        Assert.Throws<ArgumentException>(() => Mrn.Make(2026, "FI", "000000000001", '7'));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sequence.Make(-1, 2026, 'R'));
        Assert.Throws<ArgumentException>(() => new MrnSequence([1, 2, 3], "FI"));
    }
}
