// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Cbm.IntegrationTests.Declarations;
using Cbm.TestKit;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Answer = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Cbm.IntegrationTests.Sidecars;

/// <summary>Between a sidecar and its app: hands over what is brought, and its answer, and writes down what it was.</summary>
internal sealed class Overheard : IAsyncDisposable
{
    private readonly GrpcChannel _app;
    private readonly WebApplication _host;
    private int _refusals;

    private Overheard(string app)
    {
        _app = GrpcChannel.ForAddress(app);
        var builder = SmallHost.ForGrpc();
        builder.Services.AddSingleton(new Door(this));
        _host = builder.Build();
        _host.MapGrpcService<Door>();
    }

    /// <summary>Where the sidecar takes the app to be.</summary>
    public string Address => _host.Urls.First();

    /// <summary>What was brought, each time that it was.</summary>
    public ConcurrentQueue<(string Topic, string Id, bool IsInBulk)> Facts { get; } = new();

    /// <summary>A topic that the app asks for besides its own.</summary>
    public string? AlsoAsksFor { get; set; }

    /// <summary>So many of the next that are brought are to be brought again (RETRY); the app does not see them.</summary>
    public int AsksAgain
    {
        set => _refusals = value;
    }

    public static async Task<Overheard> Start(string app)
    {
        var overheard = new Overheard(app);
        await overheard._host.StartAsync();
        return overheard;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _app.Dispose();
    }

    private bool IsToComeAgain() => Interlocked.Decrement(ref _refusals) >= 0;

    private sealed class Door(Overheard to) : AppCallback.AppCallbackBase
    {
        public override async Task<ListTopicSubscriptionsResponse> ListTopicSubscriptions(Empty request, ServerCallContext context)
        {
            var list = await to._app.Subscriptions(TokenOf(context), context.CancellationToken);
            if (to.AlsoAsksFor is { } topic)
            {
                var more = list.Subscriptions[0].Clone();
                more.Topic = topic;
                list.Subscriptions.Add(more);
            }

            return list;
        }

        public override async Task<TopicEventResponse> OnTopicEvent(TopicEventRequest request, ServerCallContext context)
        {
            to.Facts.Enqueue((request.Topic, request.Id, false));
            return to.IsToComeAgain() ? new TopicEventResponse { Status = Answer.Retry } : await to._app.Bring(request, TokenOf(context), context.CancellationToken);
        }

        public override async Task<TopicEventBulkResponse> OnBulkTopicEvent(TopicEventBulkRequest request, ServerCallContext context)
        {
            foreach (var entry in request.Entries)
            {
                to.Facts.Enqueue((request.Topic, entry.CloudEvent.Id, true));
            }

            return to.IsToComeAgain()
                ? new TopicEventBulkResponse { Statuses = { request.Entries.Select(entry => new TopicEventBulkResponseEntry { EntryId = entry.EntryId, Status = Answer.Retry }) } }
                : await to._app.Bring(request, TokenOf(context), cancel: context.CancellationToken);
        }

        private static string TokenOf(ServerCallContext context) => context.RequestHeaders.GetValue("dapr-api-token") ?? "";
    }
}
