// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Declarations.Webhooks;
using Xunit;

namespace Cbm.IntegrationTests.Webhooks;

/// <summary>Where deliveries may not go, however it is spelt.</summary>
public sealed class DestinationTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.9")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.250")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("168.63.129.16")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("127.0.0.1.")]
    [InlineData("127。0。0。1")]
    [InlineData("①②⑦.⓪.⓪.①")]
    [InlineData("localhost")]
    [InlineData("[::]")]
    [InlineData("[::1]")]
    [InlineData("[0:0:0:0:0:0:0:1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[::ffff:10.0.0.1]")]
    [InlineData("[::ffff:169.254.169.254]")]
    [InlineData("[64:ff9b::10.0.0.1]")]
    [InlineData("[64:ff9b::a9fe:a9fe]")]
    [InlineData("[64:ff9b:1::808:808]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("[2002:a9fe:a9fe::1]")]
    [InlineData("[2001::1]")]
    [InlineData("[2001:db8::1]")]
    [InlineData("[3fff::1]")]
    [InlineData("[fe80::1]")]
    [InlineData("[fe80::1%25lo]")]
    [InlineData("[fec0::1]")]
    [InlineData("[fc00::1]")]
    [InlineData("[fd00:ec2::254]")]
    [InlineData("[ff02::1]")]
    [InlineData("[100::1]")]
    public async Task What_is_not_public_is_refused(string host) =>
        Assert.False(Uri.TryCreate($"https://{host}/", UriKind.Absolute, out var url) && await new Destinations(new WebhookOptions()).MayDeliver(url, default));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("[2606:4700:4700::1111]")]
    [InlineData("[2a00:1450::1]")]
    [InlineData("[64:ff9b::8.8.8.8]")]
    [InlineData("[::ffff:8.8.8.8]")]
    public async Task What_is_public_is_taken_over_https_and_never_plain(string host)
    {
        Assert.True(await new Destinations(new WebhookOptions()).MayDeliver(new Uri($"https://{host}/"), default));
        Assert.False(await new Destinations(new WebhookOptions { AllowsEveryPrivate = true }).MayDeliver(new Uri($"http://{host}/"), default));
    }

    [Theory]
    [InlineData("127.0.0.0/8, ::1/128", "http://127.0.0.1/", true)]
    [InlineData("127.0.0.0/8, ::1/128", "http://[::1]/", true)]
    [InlineData("127.0.0.0/8", "http://[::ffff:127.0.0.1]/", true)]
    [InlineData("127.0.0.0/8", "https://10.0.0.1/", false)]
    [InlineData("10.1.0.0/16", "https://10.1.2.3/", true)]
    [InlineData("10.1.0.0/16", "https://10.2.2.3/", false)]
    [InlineData("true", "http://10.2.2.3/", true)]
    [InlineData("false", "http://127.0.0.1/", false)]
    public async Task The_operator_opens_the_networks_that_are_named(string allowed, string url, bool may)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager { ["Webhooks:AllowPrivate"] = allowed };
        Assert.Equal(may, await new Destinations(WebhookOptions.Of(configuration)).MayDeliver(new Uri(url), default));
    }

    [Fact]
    public void A_network_that_cannot_be_read_stops_the_service()
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager { ["Webhooks:AllowPrivate"] = "127.0.0.0/8, loopback" };
        Assert.Throws<InvalidOperationException>(() => WebhookOptions.Of(configuration));
    }

    [Fact]
    public async Task One_private_address_among_public_ones_refuses_the_host()
    {
        var two = new Destinations(new WebhookOptions(), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]));
        Assert.False(await two.MayDeliver(new Uri("https://two.example/"), default));
        var none = new Destinations(new WebhookOptions(), (_, _) => Task.FromResult<IPAddress[]>([]));
        Assert.False(await none.MayDeliver(new Uri("https://none.example/"), default));
    }

    [Fact]
    public async Task A_name_that_points_elsewhere_after_it_was_looked_at_reaches_nothing()
    {
        await using var receiver = await Receiver.Start();
        var answers = new Queue<IPAddress>([IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]);
        var destinations = new Destinations(new WebhookOptions(), (_, _) => Task.FromResult<IPAddress[]>([answers.Dequeue()]));
        var url = new Uri($"https://rebinding.example:{new Uri(receiver.Url).Port}/");
        Assert.True(await destinations.MayDeliver(url, default));

        using var given = new GivenCourier(new WebhookOptions());
        given.End();
        given.Begin(destinations: destinations);
        await given.Subscribe(url.ToString());
        await given.Log(["A/declarationLodged"]);
        await given.Drain();

        Assert.Empty(answers);
        Assert.Empty(receiver.All);
        Assert.Equal((0, new DestinationRefusedException().Message), (given.Deliveries[0].Status, given.Deliveries[0].Error));
    }
}
