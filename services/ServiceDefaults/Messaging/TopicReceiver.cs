// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Storage;
using Cbm.ServiceDefaults.Telemetry;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Answer = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>
/// The one receiving side: Dapr's sidecar calls it in production, the outbox relay of the sender calls the very same method
/// in the embedded default. Every fact may come twice, late or out of order.
/// </summary>
/// <param name="subscriptions">What is taken in.</param>
/// <param name="options">How facts travel.</param>
/// <param name="partners">How far they have come.</param>
/// <param name="logger">Told what goes wrong.</param>
public sealed class TopicReceiver<TContext>(
    IEnumerable<Subscription> subscriptions, EventBusOptions options, Partners<TContext> partners, ILogger<TopicReceiver<TContext>> logger)
    : AppCallback.AppCallbackBase
    where TContext : ServiceContext
{
    private readonly Dictionary<(string Topic, string Type), Subscription> _handlers =
        subscriptions.ToDictionary(subscription => (subscription.Topic, subscription.Type));

    private readonly Tellers _tellers = new(subscriptions, options, logger);

    /// <inheritdoc/>
    public override Task<ListTopicSubscriptionsResponse> ListTopicSubscriptions(Empty request, ServerCallContext context)
    {
        // Names of topics alone, told to anybody: a sidecar that asks has not shown the token in all versions, and where this is
        // refused it subscribes to nothing, declared or not.
        var answer = new ListTopicSubscriptionsResponse();
        answer.Subscriptions.AddRange(_handlers.Values.SelectMany(subscription => subscription.TopicsInDapr).Distinct().Select(topic => new TopicSubscription
        {
            PubsubName = EventBusOptions.PubSub,
            Topic = topic,
            DeadLetterTopic = EventBusOptions.ParkedTopic(topic),
            BulkSubscribe = new BulkSubscribeConfig { Enabled = true, MaxMessagesCount = EventBusOptions.MostInOneDelivery, MaxAwaitDurationMs = EventBusOptions.LongestGathering },
        }));
        return Task.FromResult(answer);
    }

    /// <inheritdoc/>
    public override async Task<TopicEventResponse> OnTopicEvent(TopicEventRequest request, ServerCallContext context)
    {
        var (topic, sender) = _tellers.Of(request, context);
        await MustAccept(request.Source, request.Extensions, context.CancellationToken);
        var taken = await Take(sender, topic, request.Type, request.Id, request.Data, request.Extensions, context.CancellationToken);
        return await Mark([(request.Source, request.Extensions)], context.CancellationToken)
            ? new TopicEventResponse { Status = taken ?? throw Away() }
            : throw Away();
    }

    /// <inheritdoc/>
    public override async Task<TopicEventBulkResponse> OnBulkTopicEvent(TopicEventBulkRequest request, ServerCallContext context)
    {
        var told = _tellers.Of(request, context);
        var heard = await MayBeHeard(request, context.CancellationToken);

        // All at once, in their order: the writer gathers them into one transaction.
        var taking = Task.WhenAll(heard.Select(index => (Entry: request.Entries[index], told[index].Topic, told[index].Sender)).Select(one => Take(
            one.Sender,
            one.Topic,
            one.Entry.CloudEvent?.Type ?? "",
            one.Entry.CloudEvent?.Id ?? one.Entry.EntryId,
            one.Entry.CloudEvent?.Data ?? ByteString.Empty,
            one.Entry.CloudEvent?.Extensions,
            context.CancellationToken)).ToList());
        if (partners.IsShared)
        {
            // A writer that gathers keeps the order; of units that are written side by side the mark must come last.
            await taking;
        }

        var isMarked = await Mark([.. heard.Select(index => request.Entries[index].CloudEvent).Select(fact => (fact?.Source ?? "", fact?.Extensions))], context.CancellationToken);
        var taken = await taking;
        var known = heard.Zip(taken).Where(one => _handlers.ContainsKey((told[one.First].Topic, request.Entries[one.First].CloudEvent?.Type ?? ""))).ToList();
        if (!isMarked || (known.Count > 0 && known.TrueForAll(one => one.Second is null)))
        {
            throw Away();
        }

        // What could not be stored is left out of the answer, which asks for it again; one damaged row stops no other.
        var answer = new TopicEventBulkResponse();
        answer.Statuses.AddRange(heard.Zip(taken).Where(one => one.Second is not null)
            .Select(one => new TopicEventBulkResponseEntry { EntryId = request.Entries[one.First].EntryId, Status = one.Second!.Value }));
        return answer;
    }

    // Places of the entries that may be taken in. All of one sender have one life, and one delivery: where it may not be heard,
    // none of it is. A sidecar gathers what many have told, in several lives; there what may not be heard holds no other up.
    private async Task<List<int>> MayBeHeard(TopicEventBulkRequest request, CancellationToken cancel)
    {
        var all = Enumerable.Range(0, request.Entries.Count).ToList();
        if (!options.IsDapr)
        {
            foreach (var one in request.Entries.Where(entry => entry.CloudEvent is not null).DistinctBy(entry => entry.CloudEvent.Source).Select(entry => entry.CloudEvent))
            {
                await MustAccept(one.Source, one.Extensions, cancel);
            }

            return all;
        }

        // Asked of the store once for each life, not for each fact.
        var accepted = new HashSet<(string, string, long)>();
        foreach (var fact in request.Entries.Where(entry => entry.CloudEvent is not null).Select(entry => entry.CloudEvent).DistinctBy(Life))
        {
            if (await Accepts(fact.Source, fact.Extensions, cancel))
            {
                accepted.Add(Life(fact));
            }
        }

        return all.FindAll(index => request.Entries[index].CloudEvent is not { } fact || accepted.Contains(Life(fact)));

        static (string, string, long) Life(TopicEventCERequest fact) => (fact.Source, Delivery.LifeOf(fact.Extensions), Delivery.TurnOf(fact.Extensions).Answered);
    }

    // Null: not stored or not heard now, and that is no fault of the event.
    private async Task<Answer?> Take(string sender, string topic, string type, string id, ByteString data, Struct? extensions, CancellationToken cancel)
    {
        var answer = await TakeOne(sender, topic, type, id, data, extensions, cancel);
        if (answer == Answer.Drop)
        {
            RefusedFacts.Count(topic);
        }

        return answer;
    }

    private async Task<Answer?> TakeOne(string sender, string topic, string type, string id, ByteString data, Struct? extensions, CancellationToken cancel)
    {
        if (!_handlers.TryGetValue((topic, type), out var subscription))
        {
            // A newer version may tell it while this one is still there: it waits until this one is the newer.
            logger.LogError("Event {EventId} of type {Type} on {Topic} is not known to this version and waits for one that knows it.", id, type, topic);
            return null;
        }

        // A step of its own in the trace of what set it off; where nobody looks, what follows still belongs to that trace.
        var thread = ReceiveStep.ThreadOf(extensions);
        using var step = ReceiveStep.Of(topic, id, thread.Trace);
        Correlation.Thread = (thread.Id, step?.Id ?? thread.Trace);
        try
        {
            return await subscription.Handle(sender, data, cancel) switch
            {
                Verdict.Delivered => Answer.Success,
                Verdict.Retry => Answer.Retry,
                Verdict.Wait => null,
                _ => Answer.Drop,
            };
        }
        catch (InvalidProtocolBufferException)
        {
            logger.LogError("Event {EventId} of type {Type} cannot be read and is dropped.", id, type);
            return Answer.Drop;
        }
        catch (Exception trouble) when (StoreTrouble.Is(trouble))
        {
            // The store is full, locked or going away: the sender tries again for ever.
            logger.LogError(trouble, "Event {EventId} of type {Type} cannot be stored now.", id, type);
            return null;
        }
#pragma warning disable CA1031 // One bad event must not fail the others of its delivery.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            logger.LogError(failure, "Event {EventId} of type {Type} failed and is to be sent again.", id, type);
            return Answer.Retry;
        }
    }

    private Task<bool> Accepts(string source, Struct? extensions, CancellationToken cancel) =>
        partners.Accepts(Delivery.PartnerOf(source), Delivery.LifeOf(extensions), Delivery.TurnOf(extensions).Answered, cancel);

    private async Task MustAccept(string source, Struct? extensions, CancellationToken cancel)
    {
        if (!await Accepts(source, extensions, cancel))
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The two stores must be compared first."));
        }
    }

    // How far the sender has come, in the same transaction as the last of what it brought: what is not marked is not confirmed.
    private async Task<bool> Mark(IReadOnlyList<(string Source, Struct? Extensions)> brought, CancellationToken cancel)
    {
        try
        {
            foreach (var (source, last, number) in brought.GroupBy(
                one => one.Source, one => one.Extensions, (source, of) => (source, of.Max(Delivery.PlaceOf), of.Max(one => Delivery.TurnOf(one).Number))))
            {
                if (last > 0)
                {
                    await partners.Keep(Delivery.PartnerOf(source), last, number, cancel);
                }
            }

            return true;
        }
        catch (Exception trouble) when (StoreTrouble.Is(trouble))
        {
            logger.LogError(trouble, "How far {Source} has come cannot be stored now.", brought[0].Source);
            return false;
        }
    }

    private static RpcException Away() => new(new Status(StatusCode.Unavailable, "The service cannot store now."));
}
