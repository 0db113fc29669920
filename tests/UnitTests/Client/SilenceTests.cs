// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Cbm.Client;
using Cbm.Contracts;
using Xunit;
using static Cbm.UnitTests.Client.RecordedWindow;

namespace Cbm.UnitTests.Client;

/// <summary>What a client that follows does when nothing more is heard of the window.</summary>
public sealed class SilenceTests
{
    private readonly WaitingClock clock = new();

    [Fact]
    public async Task A_stream_that_gives_no_sign_of_life_is_opened_again_after_its_last_event()
    {
        var window = new RecordedWindow(request => request.Header("Last-Event-ID") switch
        {
            null => SaysNoMoreAfter("id: 1\ndata: {\"sequence\":1}\n\n: alive\n\n"),
            "1" => Events("id: 2\ndata: {\"sequence\":2}\n\n"),
            _ => Says("""{"title":"Not there"}""", HttpStatusCode.NotFound),
        });
        var seen = new List<int>();

        var end = await Assert.ThrowsAsync<ProblemException>(async () =>
        {
            await foreach (var step in Follow(window, Limit)) seen.Add(step.Sequence);
        });

        Assert.Equal(404, end.Status);
        Assert.Equal([1, 2], seen);
        Assert.Equal(TimeSpan.FromSeconds(45), clock.Waits[0]);
    }

    [Fact]
    public async Task A_stream_that_does_not_open_in_time_is_opened_again()
    {
        var window = new RecordedWindow(_ => clock.Waits.Count == 0 ? throw new TaskCanceledException("in time") : Events("id: 1\ndata: {\"sequence\":1}\n\n"));

        Assert.Equal(1, (await Follow(window).FirstAsync()).Sequence);

        Assert.Equal(2, window.Requests.Count);
    }

    [Fact]
    public async Task Who_has_not_cancelled_is_not_told_that_it_has()
    {
        var window = new RecordedWindow(_ => throw new TaskCanceledException("in time"));

        await Assert.ThrowsAsync<HttpRequestException>(async () => await Follow(window).FirstAsync());

        Assert.True(window.Requests.Count > 1);
    }

    [Fact]
    public async Task Who_cancels_while_it_is_opened_or_silent_is_told_so()
    {
        using var opening = new CancellationTokenSource();
        var window = new RecordedWindow(_ =>
        {
            opening.Cancel();
            throw new TaskCanceledException("cancelled");
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Follow(window, opening.Token).FirstAsync());
        Assert.Single(window.Requests);

        using var following = new CancellationTokenSource();
        var silent = new RecordedWindow(_ => SaysNoMoreAfter("id: 1\ndata: {\"sequence\":1}\n\n"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Follow(silent).WithCancellation(following.Token)) await following.CancelAsync();
        });
        Assert.Single(silent.Requests);
    }

    // That a test which waits for ever fails; it measures nothing.
    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromSeconds(90)).Token;

    private IAsyncEnumerable<LoggedEvent> Follow(RecordedWindow window, CancellationToken cancel = default) =>
        window.As(settings: new ClientSettings { Clock = clock }).Declarations.Follow("M", cancel: cancel);

    // As a connection whose other end is gone: neither bytes nor an end.
    private static HttpResponseMessage SaysNoMoreAfter(string events)
    {
        var pipe = new Pipe();
        pipe.Writer.Write(Encoding.UTF8.GetBytes(events));
        _ = pipe.Writer.FlushAsync();
        return new(HttpStatusCode.OK) { Content = new StreamContent(pipe.Reader.AsStream()) };
    }
}
