// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Storage;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>The embedded default's sender: calls the subscriber's receiving method itself, in bulk, and shows who it is.</summary>
public sealed class DirectSender(EventBusOptions options, ServiceToken token, string source, Func<CancellationToken, ValueTask<string>> life) : IDisposable
{
    // Dapr.Client carries the receiving side of this method only: the sidecar is its usual caller.
    private static readonly Method<TopicEventBulkRequest, TopicEventBulkResponse> OnBulkTopicEvent = new(
        MethodType.Unary,
        "dapr.proto.runtime.v1.AppCallback",
        "OnBulkTopicEvent",
        Marshallers.Create(message => message.ToByteArray(), TopicEventBulkRequest.Parser.ParseFrom),
        Marshallers.Create(message => message.ToByteArray(), TopicEventBulkResponse.Parser.ParseFrom));

    private readonly Dictionary<string, GrpcChannel> _channels = options.Subscribers.ToDictionary(
        subscriber => subscriber.Key, subscriber => ServiceChannel.To(subscriber.Value, token));

    /// <summary>Sends the facts, in order, and says which delivery it is; the verdict of each. Throws RpcException where the subscriber is away.</summary>
    public async Task<IReadOnlyList<Verdict>> Send(string subscriber, IReadOnlyList<OutboxMessage> facts, Turn turn, CancellationToken cancel)
    {
        using var steps = new SendSteps(facts, EventBusOptions.Embedded);
        var answer = await _channels[subscriber].CreateCallInvoker().AsyncUnaryCall(
            OnBulkTopicEvent,
            null,
            new CallOptions(new Metadata { { "dapr-api-token", options.ApiToken } }, DateTime.UtcNow.AddSeconds(60), cancel),
            Delivery.Of(facts, source, await life(cancel), turn, steps));
        var verdicts = Delivery.Verdicts(facts, answer);
        steps.End(verdicts);
        return verdicts;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }
}
