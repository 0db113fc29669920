// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.ServiceDefaults.Messaging;
using Xunit;

namespace Cbm.UnitTests.Deployment;

/// <summary>An agency hears its own topics and tells its own reports; nobody else does.</summary>
public sealed class DaprTests
{
    private static readonly Manifests Production = Manifests.Of("production");

    [Fact]
    public void Each_app_has_the_id_of_its_service_and_speaks_gRPC()
    {
        foreach (var process in Repository.Processes)
        {
            var annotations = Production.Deployments.Single(one => one.Metadata.Name == $"cbm-{process.Name}").Spec.Template.Metadata.Annotations;
            Assert.Equal(process.HasBus ? process.Name : null, annotations?.TryGetValue("dapr.io/app-id", out var id) == true ? id : null);
            if (process.HasBus)
            {
                Assert.Equal("true", annotations!["dapr.io/enabled"]);
                Assert.Equal("grpc", annotations["dapr.io/app-protocol"]);
                Assert.Equal("true", annotations["dapr.io/disable-builtin-k8s-secret-store"]);
                Assert.Equal(Production.Of<DaprConfiguration>().Single().Metadata.Name, annotations["dapr.io/config"]);
            }
        }
    }

    public static TheoryData<string> Buses => ["k8s/dapr/events.yaml", "compose/events.yaml"];

    [Theory]
    [MemberData(nameof(Buses))]
    public void A_topic_is_told_by_one_and_heard_by_one(string file)
    {
        var bus = Assert.IsType<DaprComponent>(Assert.Single(Manifests.Load(Repository.Read(file))));
        Assert.Equal(EventBusOptions.PubSub, bus.Metadata.Name);
        Assert.Equal(Repository.Hears.Keys.Order(), bus.Scopes.Order());
        Assert.Equal(Table(Repository.Hears), Table(Scopes(bus.Value("subscriptionScopes"))));

        // What a subscriber's sidecar parks it publishes itself.
        Assert.Equal(
            Table(Repository.Tells.ToDictionary(one => one.Key, one => one.Value.Concat(Repository.Hears[one.Key].Select(topic => "parked." + topic)).ToArray())),
            Table(Scopes(bus.Value("publishingScopes"))));
        var topics = Repository.Hears.Values.SelectMany(topics => topics).SelectMany(topic => new[] { topic, "parked." + topic }).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(topics, bus.Value("allowedTopics").Split(',').Order(StringComparer.Ordinal));
        Assert.Equal(topics, bus.Value("protectedTopics").Split(',').Order(StringComparer.Ordinal));

        // Dapr splits at commas and semicolons and is not asked to be lenient.
        Assert.All(bus.Spec.Metadata, item => Assert.DoesNotContain(' ', item.Value ?? ""));
        Assert.NotNull(bus.Spec.Metadata.Single(item => item.Name == "redisPassword").SecretKeyRef);
    }

    [Fact]
    public void What_is_subscribed_is_what_is_heard_and_has_a_place_for_what_cannot_be_taken()
    {
        var subscriptions = Production.Of<DaprSubscription>();
        Assert.Equal(
            Repository.Hears.SelectMany(one => one.Value.Select(topic => $"{one.Key} {topic}")).Order(StringComparer.Ordinal),
            subscriptions.SelectMany(one => one.Scopes.Select(app => $"{app} {one.Spec.Topic}")).Order(StringComparer.Ordinal));
        Assert.All(subscriptions, one =>
        {
            Assert.Equal(EventBusOptions.PubSub, one.Spec.Pubsubname);
            Assert.Equal("parked." + one.Spec.Topic, one.Spec.DeadLetterTopic);
            Assert.Equal((EventBusOptions.MostInOneDelivery, EventBusOptions.LongestGathering), (one.Spec.BulkSubscribe.MaxMessagesCount, one.Spec.BulkSubscribe.MaxAwaitDurationMs));
            Assert.True(one.Spec.BulkSubscribe.Enabled);
        });
    }

    [Fact]
    public void A_publisher_hears_soon_that_the_broker_is_away_and_what_cannot_be_taken_is_parked_before_the_broker_gives_it_up()
    {
        var spec = Assert.Single(Production.Of<DaprResiliency>()).Spec;
        Assert.Empty(spec.Targets.Apps);
        var bus = spec.Targets.Components[EventBusOptions.PubSub];
        Assert.Contains(bus.Outbound.Timeout, spec.Policies.Timeouts.Keys);
        Assert.Contains(bus.Outbound.CircuitBreaker, spec.Policies.CircuitBreakers.Keys);
        Assert.InRange(spec.Policies.Retries[bus.Outbound.Retry].MaxRetries, 1, 5);

        // An open breaker would refuse all topics.
        Assert.Equal("", bus.Inbound.CircuitBreaker);

        // What Dapr gives up it takes for done: the last try, each as long as may be, and the parking come before that.
        var retry = spec.Policies.Retries[bus.Inbound.Retry];
        var tried = (retry.MaxRetries + 1) * Seconds(spec.Policies.Timeouts[bus.Inbound.Timeout]) + retry.MaxRetries * Seconds(retry.Duration!);
        var component = Production.Of<DaprComponent>().Single(one => one.Metadata.Name == EventBusOptions.PubSub);
        Assert.InRange(tried, 180, int.Parse(component.Value("processingTimeout"), CultureInfo.InvariantCulture) / 1000 - 60);
        Assert.InRange(int.Parse(component.Value("redeliverInterval"), CultureInfo.InvariantCulture), 1000, 60_000);
        Assert.True(int.Parse(component.Value("concurrency"), CultureInfo.InvariantCulture) >= EventBusOptions.MostInOneDelivery);
    }

    [Fact]
    public void A_sidecar_does_nothing_but_publish_and_bring()
    {
        var spec = Assert.Single(Production.Of<DaprConfiguration>()).Spec;
        Assert.Equal(["publish", "publish", "healthz"], spec.Api.Allowed.Select(rule => rule.Name));
        Assert.Equal("deny", spec.AccessControl.DefaultAction);
    }

    private static int Seconds(string span) => int.Parse(span.TrimEnd('s'), CultureInfo.InvariantCulture);

    private static Dictionary<string, string[]> Scopes(string text) =>
        text.Split(';').Select(app => app.Split('=')).ToDictionary(app => app[0], app => app[1].Split(','));

    private static IEnumerable<string> Table(IEnumerable<KeyValuePair<string, string[]>> scopes) =>
        scopes.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}: {string.Join(' ', one.Value.Order(StringComparer.Ordinal))}");
}
