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

    private static readonly Method<TopicEventBulkRequest, TopicEventBulkResponse> Alpha = Unary<TopicEventBulkRequest, TopicEventBulkResponse>("OnBulkTopicEventAlpha1", "AppCallbackAlpha");

    public static Task<ListTopicSubscriptionsResponse> Subscriptions(this GrpcChannel app, string token, CancellationToken cancel = default) => app.Ask(Lists, new Empty(), token, null, cancel);

    public static Task<TopicEventResponse> Bring(this GrpcChannel app, TopicEventRequest fact, string token = RunningWindow.ApiToken, CancellationToken cancel = default) => app.Ask(One, fact, token, null, cancel);

    /// <summary>In bulk; a service that brings its facts itself shows besides who it is.</summary>
    public static Task<TopicEventBulkResponse> Bring(this GrpcChannel app, TopicEventBulkRequest facts, string token = RunningWindow.ApiToken, Metadata? who = null, CancellationToken cancel = default) =>
        app.Ask(Bulk, facts, token, who, cancel);

    /// <summary>In bulk, as a sidecar before Dapr 1.17.</summary>
    public static Task<TopicEventBulkResponse> BringAsBefore(this GrpcChannel app, TopicEventBulkRequest facts, string token = RunningWindow.ApiToken) => app.Ask(Alpha, facts, token, null, default);

    private static Task<TResponse> Ask<TRequest, TResponse>(this GrpcChannel app, Method<TRequest, TResponse> method, TRequest request, string token, Metadata? who, CancellationToken cancel)
        where TRequest : class
        where TResponse : class =>
        app.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions([.. who ?? [], new Metadata.Entry("dapr-api-token", token)], cancellationToken: cancel), request).ResponseAsync;

    private static Method<TRequest, TResponse> Unary<TRequest, TResponse>(string name, string service = "AppCallback")
        where TRequest : IMessage<TRequest>, new()
        where TResponse : IMessage<TResponse>, new() =>
        new(
            MethodType.Unary, $"dapr.proto.runtime.v1.{service}", name,
            Marshallers.Create(message => message.ToByteArray(), new MessageParser<TRequest>(() => new TRequest()).ParseFrom),
            Marshallers.Create(message => message.ToByteArray(), new MessageParser<TResponse>(() => new TResponse()).ParseFrom));
}
