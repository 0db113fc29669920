// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Cbm.Declarations.Webhooks;
using Xunit;

namespace Cbm.IntegrationTests.Webhooks;

/// <summary>The verifier against a published example of the scheme, and the window's signatures against both.</summary>
public sealed class SignatureTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Timestamp = 1614265330;
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"test\": 2432232314}");
    private static readonly DateTimeOffset Then = DateTimeOffset.FromUnixTimeSeconds(Timestamp);

    [Fact]
    public void The_published_example_holds_and_is_what_the_window_would_have_signed()
    {
        Assert.True(StandardWebhook.Holds(Secret, Id, "1614265330", Signature, Body, Then));
        Assert.Equal(Signature, WebhookSecrets.Sign([Convert.FromBase64String(Secret["whsec_".Length..])], Id, Timestamp, Body));
    }

    [Fact]
    public void Another_body_id_time_or_secret_does_not_hold()
    {
        Assert.False(StandardWebhook.Holds(Secret, Id, "1614265330", Signature, [.. Body, 32], Then));
        Assert.False(StandardWebhook.Holds(Secret, Id + "x", "1614265330", Signature, Body, Then));
        Assert.False(StandardWebhook.Holds(Secret, Id, "1614265331", Signature, Body, Then));
        Assert.False(StandardWebhook.Holds(Secret, Id, "1614265330", Signature, Body, Then.AddMinutes(6)));
        Assert.False(StandardWebhook.Holds("whsec_" + Convert.ToBase64String(new byte[32]), Id, "1614265330", Signature, Body, Then));
    }

    [Fact]
    public void One_that_was_sealed_under_another_key_does_not_open()
    {
        var kept = new WebhookSecrets(new byte[32]).Seal("wh_1", WebhookSecrets.Make());
        byte[] other = [1, .. new byte[31]];
        Assert.True(new WebhookSecrets(new byte[32]).Opens("wh_1", kept));
        Assert.False(new WebhookSecrets(other).Opens("wh_1", kept));
        Assert.False(new WebhookSecrets(other).Opens("wh_1", []));
    }

    [Fact]
    public void A_secret_is_kept_for_its_own_subscription_under_the_windows_key()
    {
        var (secrets, secret) = (new WebhookSecrets(new byte[32]), WebhookSecrets.Make());
        var kept = secrets.Seal("wh_1", secret);
        Assert.Equal(secret, secrets.Open("wh_1", kept));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => secrets.Open("wh_2", kept));
        var otherKey = new byte[32];
        otherKey[0] = 1;
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => new WebhookSecrets(otherKey).Open("wh_1", kept));
    }
}
