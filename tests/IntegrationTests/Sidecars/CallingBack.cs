// SPDX-License-Identifier: Apache-2.0
using Cbm.IntegrationTests.Declarations;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Cbm.IntegrationTests.Sidecars;

/// <summary>What a sidecar asks of its app. Dapr.Client carries the answering side of it only.</summary>
internal static class CallingBack
{
    private static readonly Method<Empty, ListTopicSubscriptionsResponse> Lists = Unary<Empty, ListTopicSubscriptionsResponse>("ListTopicSubscriptions");
    private static readonly Method<TopicEventRequest, TopicEventResponse> One = Unary<TopicEventRequest, TopicEventResponse>("OnTopicEvent");
    private static readonly Method<TopicEventBulkRequest, TopicEventBulkResponse> Bulk = Unary<TopicEventBulkRequest, TopicEventBulkResponse>("OnBulkTopicEvent");

    public static Task<ListTopicSubscriptionsResponse> Subscriptions(this GrpcChannel app, CancellationToken cancel = default) => app.Ask(Lists, new Empty(), RunningWindow.ApiToken, cancel);

    public static Task<TopicEventResponse> Bring(this GrpcChannel app, TopicEventRequest fact, string token = RunningWindow.ApiToken, CancellationToken cancel = default) => app.Ask(One, fact, token, cancel);

    public static Task<TopicEventBulkResponse> Bring(this GrpcChannel app, TopicEventBulkRequest facts, CancellationToken cancel = default) => app.Ask(Bulk, facts, RunningWindow.ApiToken, cancel);

    private static Task<TResponse> Ask<TRequest, TResponse>(this GrpcChannel app, Method<TRequest, TResponse> method, TRequest request, string token, CancellationToken cancel)
        where TRequest : class
        where TResponse : class =>
        app.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(new Metadata { { "dapr-api-token", token } }, cancellationToken: cancel), request).ResponseAsync;

    private static Method<TRequest, TResponse> Unary<TRequest, TResponse>(string name)
        where TRequest : IMessage<TRequest>, new()
        where TResponse : IMessage<TResponse>, new() =>
        new(
            MethodType.Unary, "dapr.proto.runtime.v1.AppCallback", name,
            Marshallers.Create(message => message.ToByteArray(), new MessageParser<TRequest>(() => new TRequest()).ParseFrom),
            Marshallers.Create(message => message.ToByteArray(), new MessageParser<TResponse>(() => new TResponse()).ParseFrom));
}
