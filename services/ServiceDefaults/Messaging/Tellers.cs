// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Problems;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>Who tells each fact of a delivery; one that holds what is not its sender's to tell is refused as a whole.</summary>
/// <param name="subscriptions">What is taken in, and of whom.</param>
/// <param name="options">How facts travel.</param>
/// <param name="logger">Told who is refused.</param>
internal sealed class Tellers(IEnumerable<Subscription> subscriptions, EventBusOptions options, ILogger logger)
{
    private readonly ILookup<(string Topic, string Type), Subscription> _subscriptions = subscriptions.ToLookup(subscription => (subscription.Topic, subscription.Type));

    /// <summary>The topic between services, and the service that tells this fact.</summary>
    public (string Topic, string Sender) Of(TopicEventRequest request, ServerCallContext context)
    {
        var (topic, sender) = Told(Sender(context), request.Topic, request.Source);
        MustTell(sender, request.Source, topic, request.Type);
        return (topic, sender);
    }

    /// <summary>The same of each in bulk, in their order.</summary>
    public IReadOnlyList<(string Topic, string Sender)> Of(TopicEventBulkRequest request, ServerCallContext context)
    {
        var token = Sender(context);
        var told = request.Entries.Select(entry => Told(token, TopicOf(request, entry, token), entry.CloudEvent?.Source ?? "")).ToList();
        foreach (var (entry, (topic, sender)) in request.Entries.Zip(told).Where(one => one.First.CloudEvent is not null))
        {
            MustTell(sender, entry.CloudEvent.Source, topic, entry.CloudEvent.Type);
        }

        return told;
    }

    // Two things are asked for: the token of the bus, which says by which way the facts came, and the sender's own, which says
    // whose they are. A sidecar has none of the second: there the topic says it, which nobody else can publish to.
    private string? Sender(ServerCallContext context)
    {
        options.CheckToken(context.GetHttpContext());
        var caller = Caller.Of(context);
        if (options.IsDapr && caller.Service is null)
        {
            return null;
        }

        AccessTable.MustBeKnown(caller);
        return caller.Service ?? throw Refusal.Forbidden("Services of the window bring facts, and nobody else.");
    }

    private static (string Topic, string Sender) Told(string? token, string topicOfIt, string source)
    {
        var (topic, teller) = EventBusOptions.FromDapr(topicOfIt);
        return (topic, token ?? teller ?? Delivery.PartnerOf(source));
    }

    // Fails closed for the whole delivery: an honest sender never does this, and its facts wait with it until that is put right.
    private void MustTell(string sender, string source, string topic, string type)
    {
        if (Delivery.PartnerOf(source) != sender || !_subscriptions[(topic, type)].All(subscription => subscription.MayTell(sender)))
        {
            logger.LogWarning("{Sender} has brought what is not its to tell ({Topic} of {Source}) and was refused.", sender, topic, source);
            throw Refusal.Forbidden("A service brings its own facts alone.");
        }
    }

    // A service that brings its facts itself names the topic of each. Through a sidecar come the words of whoever published: there
    // the topic that it was subscribed to counts alone.
    private static string TopicOf(TopicEventBulkRequest request, TopicEventBulkRequestEntry entry, string? token) =>
        token is not null && entry.Metadata.TryGetValue("topic", out var topic) ? topic : request.Topic;
}
