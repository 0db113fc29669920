// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Globalization;
using System.Text;
using Cbm.Contracts.Serialisation;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Reads;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cbm.ServiceDefaults.Live;

/// <summary>
/// What an operation tells as it happens (server-sent events, HTML standard 9.2): resumed after Last-Event-ID, a heartbeat every
/// 15 s, at an end when the caller's token is.
/// </summary>
public sealed class EventStream
{
    /// <summary>Time between two signs of life; half of what the gateway waits for one.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const string Type = "text/event-stream";
    private readonly HttpContext _http;
    private readonly Func<IMessage, Task> _note;
    private readonly HashSet<string> _noted = [];
    private bool _hasNoted;
    private bool _hasBegun;
    private long _lastSign;

    /// <summary>The stream of one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="note">Puts down that something is about to be shown.</param>
    internal EventStream(HttpContext http, Func<IMessage, Task>? note = null)
    {
        (_http, _note) = (http, note ?? (_ => Task.CompletedTask));
        var named = http.Request.Headers["Last-Event-ID"].ToString();
        if (named.Length > 0 && !(long.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var last) && (After = last) >= 0))
        {
            throw Refusal.Invalid("SWR021", "Last-Event-ID", $"\"{named}\" is not the id of an event; send that of the last event that you have.");
        }
    }

    /// <summary>Id of the last event that the caller has; null: it has none.</summary>
    public long? After { get; }

    /// <summary>Whether a request asks for a stream.</summary>
    internal static bool IsAskedFor(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && Formats.AsksForStream(request);

    /// <summary>
    /// Looks again and again, whenever something has changed and at every heartbeat, until the caller leaves, its token ends or
    /// the service stops. What the first look refuses is answered as any refusal is.
    /// </summary>
    /// <param name="watch">Wakes it.</param>
    /// <param name="look">Sends what is new; false: the caller may not look any more.</param>
    public async Task Serve(Feed.Watch watch, Func<Task<bool>> look)
    {
        var clock = _http.RequestServices.GetRequiredService<TimeProvider>();
        var life = _http.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_http.RequestAborted, life.ApplicationStopping);
        var until = Caller.Of(_http.User).Until;
        _lastSign = clock.GetTimestamp();
        try
        {
            while (!end.IsCancellationRequested && await look() && clock.GetUtcNow() < until)
            {
                await Begin(end.Token);
                await _http.Response.Body.FlushAsync(end.Token);
                var left = until - clock.GetUtcNow();
                if (left <= TimeSpan.Zero)
                {
                    break;
                }

                var silent = Heartbeat - clock.GetElapsedTime(_lastSign);
                if (silent <= TimeSpan.Zero || !await watch.Wait(left < silent ? left : silent, clock, end.Token))
                {
                    await Write(":\n\n", end.Token);
                    _lastSign = clock.GetTimestamp();
                }
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The caller has left, or the service stops: it comes back with the last id that it has.
        }
        catch (RpcException refused) when (_hasBegun && Refusal.ProblemOf(refused)?.Status is 403 or 404)
        {
            // What it looked at is not its to see any more.
        }
    }

    /// <summary>Sends one event: its id, from which the caller may go on (null: not from here), its name and its content.</summary>
    public async Task Send(long? id, string name, IMessage data)
    {
        await Note(data);
        await Begin(_http.RequestAborted);
        var content = new ArrayBufferWriter<byte>();
        JsonWriting.Write(content, data);
        await Write($"{(id is { } place ? string.Create(CultureInfo.InvariantCulture, $"id: {place}\n") : "")}event: {name}\ndata: ", _http.RequestAborted);
        await _http.Response.Body.WriteAsync(content.WrittenMemory, _http.RequestAborted);
        await Write("\n\n", _http.RequestAborted);
    }

    /// <summary>Puts down what is about to be shown, each thing once in a stream; a list before its rows, so that it is one read.</summary>
    public async Task Note(IMessage shown)
    {
        var isNew = ReadLog.Ids(shown).Where(_noted.Add).Count() > 0;
        if (isNew || !_hasNoted)
        {
            _hasNoted = true;
            await _note(shown);
        }
    }

    private async Task Begin(CancellationToken cancel)
    {
        if (_hasBegun)
        {
            return;
        }

        _hasBegun = true;
        _http.Response.ContentType = Type;
        _http.Response.Headers.CacheControl = "no-store";
        await Write("retry: 2000\n\n", cancel);
    }

    private ValueTask Write(string text, CancellationToken cancel) => _http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancel);
}
