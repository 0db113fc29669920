// SPDX-License-Identifier: Apache-2.0
using Cbm.Fuzzing;
using Xunit;

namespace Cbm.UnitTests.Fuzzing;

/// <summary>The share of the fuzzing of readers that runs in the suite; more of it: tests/Fuzzing/README.md.</summary>
public sealed class ReaderFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_input_throws_is_answered_in_two_ways_is_read_again_otherwise_or_takes_memory_without_bound(int seed) =>
        Assert.Empty(ReaderFuzz.Run(seed, cases: 200));

    [Fact]
    public void A_seed_makes_the_same_inputs_again()
    {
        var good = Corpus.ShowCase;

        Assert.Equal(new Mutation(new Random(7)).Of(good), new Mutation(new Random(7)).Of(good));
        Assert.NotEqual(new Mutation(new Random(7)).Of(good), new Mutation(new Random(8)).Of(good));
    }
}
