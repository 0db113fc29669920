// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Profiles;
using Cbm.Declarations.Mandates;
using Cbm.Declarations.Queries;
using Grpc.Core;
using Xunit;

namespace Cbm.UnitTests.Determination;

/// <summary>The public list of an agency's rules.</summary>
public sealed class PublicListTests
{
    [Theory]
    [InlineData("XX", true)]
    [InlineData("FI", true)]
    [InlineData("BW", false)]
    public void Only_the_rules_of_the_running_profile_are_listed(string profile, bool listed) =>
        Assert.Equal(listed, Ids(profile, new ListRequirementsRequest { Agency = "customs" }).Contains("CUS-036"));

    [Theory]
    [InlineData("080251", "", "")]
    [InlineData("0802.51", "ir", "im")]
    [InlineData(" 0802 51 00 ", " IR ", " IM ")]
    [InlineData("08", "", "")]
    public void Goods_origin_and_direction_are_read_however_people_write_them(string hs, string origin, string direction)
    {
        var ids = Ids("XX", new ListRequirementsRequest { Agency = "HEALTH", Hs = hs, Origin = origin, Direction = direction });
        Assert.Contains("HEA-006", ids);
        Assert.DoesNotContain("HEA-007", ids.Where(_ => hs != "08"));
        Assert.DoesNotContain("HEA-017", ids);
    }

    [Fact]
    public void A_code_that_is_none_is_refused_and_lists_nothing() =>
        Assert.Throws<RpcException>(void () => Ids("XX", new ListRequirementsRequest { Agency = "HEALTH", Hs = "figs" }));

    private static List<string> Ids(string profile, ListRequirementsRequest request)
    {
        var book = new MandateBook([.. Catalogues.Mandates.Select(one => one.Agency)], Profile.Load(profile), [.. Catalogues.Mandates.SelectMany(one => one.Units).Select(unit => unit.Code)]);
        foreach (var mandate in Catalogues.Mandates) book.Take(mandate.Agency, mandate, DateTimeOffset.UnixEpoch);
        return [.. new PublicQueries(book, null!, TimeProvider.System).Requirements(request).Requirements.Select(one => one.Id)];
    }
}
