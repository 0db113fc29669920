// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Identifiers;
using Xunit;

namespace Cbm.UnitTests.Identifiers;

public sealed class IdVectorTests
{
    public static TheoryData<string, string, bool, string> Vectors
    {
        get
        {
            using var reader = new StreamReader(typeof(IdVectorTests).Assembly.GetManifestResourceStream("id-vectors.csv")!);
            var vectors = new TheoryData<string, string, bool, string>();
            reader.ReadLine();
            while (reader.ReadLine() is { Length: > 0 } line)
            {
                var cells = line.Split(',', 4);
                vectors.Add(cells[0], cells[1], cells[2] == "VALID", cells[3]);
            }
            return vectors;
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector_is_judged_as_written(string scheme, string value, bool valid, string note)
    {
        var judged = scheme switch
        {
            "S10" => S10.IsValid(value),
            "MRN" => Mrn.IsValid(value),
            "ISO6346" => ContainerNumber.IsValid(value),
            _ => throw new ArgumentException($"unknown scheme {scheme}", nameof(scheme)),
        };
        Assert.True(valid == judged, note);
    }

    [Fact]
    public void A_reserved_service_letter_is_a_matter_of_policy_not_of_form()
    {
        Assert.True(S10.IsWellFormed("JA473124829FI"));
        Assert.False(S10.HasAssignedService("JA473124829FI"));
    }

    [Theory]
    [InlineData("FI1234567-8", true)]
    [InlineData("GB553202734852", true)]
    [InlineData("DE553202734854000", true)]
    [InlineData("DE5532027348540001", false)]
    [InlineData("XX1234567", false)]
    [InlineData("FI", false)]
    [InlineData("FI-", false)]
    [InlineData("fi1234567", false)]
    public void Trader_identifier_is_a_country_and_up_to_15(string id, bool valid) => Assert.Equal(valid, TraderId.IsValid(id));

    [Theory]
    [InlineData("9074729", true)]
    [InlineData("9074728", false)]
    [InlineData("12345", false)]
    public void Ship_number_checks(string id, bool valid) => Assert.Equal(valid, ImoNumber.IsValid(id));
}
