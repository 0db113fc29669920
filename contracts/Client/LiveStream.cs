// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Cbm.Client;

/// <summary>Reads one event of a stream.</summary>
internal delegate T EventReading<T>(ReadOnlySpan<byte> data);

/// <summary>Server-sent events (HTML standard 9.2) over connections that break: each is opened after the last event that was received.</summary>
internal sealed class LiveStream(Func<string?, CancellationToken, Task<HttpResponseMessage>> open, ClientSettings settings)
{
    private TimeSpan pause = TimeSpan.FromSeconds(2);
    private string? lastId;
    private long lastSign = settings.Clock.GetTimestamp();

    /// <summary>Every event, until the caller has enough. A window that does not answer is asked again for as long as the client is patient.</summary>
    /// <exception cref="ProblemException">The window refuses it, from the beginning or from now on.</exception>
    /// <exception cref="HttpRequestException">The window did not answer for as long as the client is patient.</exception>
    public async IAsyncEnumerable<T> Follow<T>(EventReading<T> read, long? after, [EnumeratorCancellation] CancellationToken cancel)
    {
        lastId = after?.ToString(CultureInfo.InvariantCulture);
        while (true)
        {
            using (var answer = await Open(cancel))
            {
                if (answer is not null)
                {
                    await using var bytes = new BeatingStream(await answer.Content.ReadAsStreamAsync(cancel), settings.Clock);
                    var parser = SseParser.Create(bytes, (_, data) => read(data));
                    await using var events = parser.EnumerateAsync(cancel).GetAsyncEnumerator(cancel);
                    while (await Next(events))
                    {
                        if (events.Current.ReconnectionInterval is { } wished) pause = wished;
                        if (events.Current.EventId is { Length: > 0 } id) lastId = id;
                        yield return events.Current.Data;
                    }
                    pause = parser.ReconnectionInterval == Timeout.InfiniteTimeSpan ? pause : parser.ReconnectionInterval;
                }
            }
            await Task.Delay(pause, settings.Clock, cancel);
        }
    }

    private async Task<HttpResponseMessage?> Open(CancellationToken cancel)
    {
        try
        {
            var answer = await open(lastId, cancel);
            lastSign = settings.Clock.GetTimestamp();
            return answer;
        }
        catch (Exception broken) when (!cancel.IsCancellationRequested && broken is (HttpRequestException or OperationCanceledException))
        {
            if (settings.Clock.GetElapsedTime(lastSign) < settings.Patience) return null;
            // The connection's own time limit ends as a cancellation, and the caller has cancelled nothing.
            if (broken is OperationCanceledException) throw new HttpRequestException("The window does not answer in time.", broken);
            throw;
        }
    }

    private async Task<bool> Next<T>(IAsyncEnumerator<SseItem<T>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return false;
        }
        finally
        {
            lastSign = settings.Clock.GetTimestamp();
        }
    }
}
