// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace Cbm.IntegrationTests.Identity;

[Collection(nameof(SharedIdentity))]
public sealed class TokenTests(SharedIdentity shared)
{
    private readonly RunningIdentity identity = shared.Identity;

    [Theory]
    [InlineData("demo-trader", "role=trader party=FI1234567-8")]
    [InlineData("demo-other-trader", "role=trader party=FI7654321-2")]
    [InlineData("demo-broker", "role=agent party=FI2345678-0 represents=*")]
    [InlineData("demo-officer-customs", "role=officer agency=CUSTOMS")]
    [InlineData("demo-officer-health", "role=officer agency=HEALTH")]
    [InlineData("demo-officer-agriculture", "role=officer agency=AGRICULTURE")]
    [InlineData("demo-officer-plant", "role=officer agency=AGRICULTURE unit=PLANT_HEALTH")]
    [InlineData("demo-officer-vet", "role=officer agency=AGRICULTURE unit=VETERINARY")]
    [InlineData("demo-officer-standards", "role=officer agency=STANDARDS")]
    [InlineData("demo-supervisor-customs", "role=supervisor agency=CUSTOMS")]
    [InlineData("demo-supervisor-health", "role=supervisor agency=HEALTH")]
    [InlineData("demo-supervisor-agriculture", "role=supervisor agency=AGRICULTURE")]
    [InlineData("demo-supervisor-standards", "role=supervisor agency=STANDARDS")]
    [InlineData("demo-carrier", "role=carrier party=FI3456789-0")]
    [InlineData("demo-coordinator", "role=coordinator agency=CUSTOMS")]
    [InlineData("demo-auditor", "role=auditor")]
    public async Task A_token_says_who_its_client_is_and_nothing_more(string client, string expected)
    {
        var token = new JsonWebToken(await identity.Token(client));

        string[] told = ["role", "party", "agency", "unit", "represents"];
        Assert.Equal(expected, string.Join(' ', told.SelectMany(name => token.Claims.Where(claim => claim.Type == name)).Select(claim => $"{claim.Type}={claim.Value}")));
        Assert.Equal(client, token.Subject);
        Assert.Equal(["cbm"], token.Audiences);
        Assert.Equal("http://window.example:8080/", token.Issuer);
        Assert.Equal(TimeSpan.FromHours(1), token.ValidTo - token.IssuedAt);
    }

    [Fact]
    public async Task A_service_has_a_client_of_its_own_whose_token_says_which_it_is()
    {
        var token = new JsonWebToken(await identity.Token("service-customs", "between-us"));
        Assert.Equal("service", token.GetClaim("role").Value);
        Assert.Equal("CUSTOMS", token.GetClaim("service").Value);
        Assert.Equal(["cbm"], token.Audiences);
    }

    [Theory]
    [InlineData("demo-trader", "single-windows")]
    [InlineData("demo-nobody", "single-window")]
    [InlineData("service-customs", "single-window")]
    [InlineData("service-health", "between-us")]
    [InlineData("window-services", "between-us")]
    public async Task A_wrong_secret_or_an_unknown_client_gets_no_token(string client, string secret) =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await identity.SignIn(client, secret)).StatusCode);
}
