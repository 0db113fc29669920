// SPDX-License-Identifier: Apache-2.0
using System.Security.Claims;
using Cbm.ServiceDefaults.Callers;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Cbm.IntegrationTests.Access;

/// <summary>Another OpenID Connect provider, by settings alone: its own place for keys, its own names for claims, elliptic curves.</summary>
public sealed class OtherProviderTests(OtherProvider provider) : IClassFixture<OtherProvider>
{
    [Theory]
    [InlineData("ES256", "oid=o-1 groups=staff groups=officer department=STANDARDS", 200)]
    [InlineData("PS256", "oid=o-1 groups=officer department=STANDARDS", 200)]
    // It is signed as nobody has allowed, though by the provider's own key.
    [InlineData("RS256", "oid=o-1 groups=officer department=STANDARDS", 401)]
    // Claims that have our names and are not what the settings name say nothing.
    [InlineData("ES256", "oid=o-1 role=officer agency=STANDARDS", 403)]
    [InlineData("ES256", "oid=o-1 groups=officer agency=STANDARDS", 404)]
    [InlineData("ES256", "sub=o-1 groups=officer department=STANDARDS", 401)]
    public async Task Its_tokens_are_read_by_its_names(string algorithm, string claims, int status) =>
        Assert.Equal(status, await provider.Status(provider.Foreign.Token(algorithm, claims)));

    [Theory]
    [InlineData("https://login.example/realms/other", "single-window")]
    [InlineData("https://login.example/realms/trade", "cbm")]
    public async Task For_another_audience_or_of_another_issuer_they_are_nothing(string issuer, string audience) =>
        Assert.Equal(401, await provider.Status(provider.Foreign.Token("ES256", "oid=o-1 groups=officer department=STANDARDS", issuer, audience)));

    [Theory]
    [InlineData("HS256")]
    [InlineData("none")]
    [InlineData("RS256,HS256")]
    [InlineData(" ")]
    public void A_way_of_signing_that_needs_no_private_key_is_refused_at_the_start(string algorithms)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Identity:Algorithms"] = algorithms }).Build();
        Assert.Throws<InvalidOperationException>(() => TokenOptions.Of(configuration));
    }

    [Fact]
    public void Outside_Development_nobody_is_an_agent_of_everybody()
    {
        var options = TokenOptions.Of(new ConfigurationBuilder().Build());
        var token = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "a"), new("role", "agent"), new("represents", "*"), new("represents", "FI1234567-8")], "Bearer"));

        Assert.True(Caller.Of(options.InOurNames(token, isDevelopment: true)).ActsFor("FI7654321-2"));
        Assert.False(Caller.Of(options.InOurNames(token, isDevelopment: false)).ActsFor("FI7654321-2"));
    }
}
