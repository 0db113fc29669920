// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Client;
using Cbm.Contracts;
using Xunit;
using static Cbm.UnitTests.Client.RecordedWindow;

namespace Cbm.UnitTests.Client;

/// <summary>What a client does when the window puts it off, and when its token ends.</summary>
public sealed class WaitingTests
{
    private readonly WaitingClock clock = new();

    private ClientSettings Settings => new() { Clock = clock, Patience = TimeSpan.FromSeconds(30) };

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task What_is_put_off_is_sent_again_when_told_and_under_the_same_key(HttpStatusCode status)
    {
        var window = new RecordedWindow(request => clock.Waits.Count < 2 ? Later(status, 7) : Says("""{"mrn":"M"}"""));

        var view = await window.As(settings: Settings).Declarations.NotifyArrival(new ArrivalRequest { Mrn = "M", Place = "FIHEL" });

        Assert.Equal("M", view.Mrn);
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)], clock.Waits);
        Assert.Equal(3, window.Requests.Count);
        Assert.Single(window.Requests.Select(request => (request.Header("Idempotency-Key"), request.Body)).Distinct());
        Assert.NotNull(window.Requests[0].Header("Idempotency-Key"));
    }

    [Fact]
    public async Task Another_request_has_another_key()
    {
        var window = new RecordedWindow();
        var client = window.As();
        for (var again = 0; again < 2; again++) await client.Declarations.NotifyArrival(new ArrivalRequest { Mrn = "M" });

        Assert.Equal(2, window.Requests.Select(request => request.Header("Idempotency-Key")).Distinct().Count());
    }

    [Fact]
    public async Task Patience_has_an_end_and_the_refusal_is_told()
    {
        var window = new RecordedWindow(_ => Later(HttpStatusCode.ServiceUnavailable, 20));

        var refusal = await Assert.ThrowsAsync<ProblemException>(() => window.As(settings: Settings).Declarations.Get("M"));

        Assert.Equal((503, 20, 2), (refusal.Status, refusal.Problem.RetryAfter, window.Requests.Count));
    }

    [Fact]
    public async Task Who_is_told_to_come_back_at_once_does_not_do_so_for_ever()
    {
        var window = new RecordedWindow(_ => Later(HttpStatusCode.TooManyRequests, 0));

        await Assert.ThrowsAsync<ProblemException>(() => window.As(settings: Settings).Declarations.Get("M"));

        Assert.InRange(window.Requests.Count, 2, 100);
    }

    [Fact]
    public async Task Without_a_time_to_come_back_it_is_not_sent_again()
    {
        var window = new RecordedWindow(_ => Says("{}", HttpStatusCode.ServiceUnavailable));

        await Assert.ThrowsAsync<ProblemException>(() => window.As(settings: Settings).Declarations.Get("M"));

        Assert.Single(window.Requests);
    }

    [Fact]
    public async Task An_amendment_that_may_have_been_done_is_not_sent_again_and_one_that_was_turned_away_is()
    {
        var unsure = new RecordedWindow(_ => Later(HttpStatusCode.ServiceUnavailable, 1));
        await Assert.ThrowsAsync<ProblemException>(() => unsure.As(settings: Settings).Declarations.Amend(new DeclarationView { Mrn = "M", Revision = 3 }, new Declaration()));
        Assert.Single(unsure.Requests);
        Assert.Equal("\"3\"", unsure.Requests[0].Header("If-Match"));

        var busy = new RecordedWindow(_ => clock.Waits.Count == 0 ? Later(HttpStatusCode.TooManyRequests, 1) : Says("{}"));
        await busy.As(settings: Settings).Declarations.Amend(new DeclarationView { Mrn = "M" }, new Declaration());
        Assert.Equal(2, busy.Requests.Count);
    }

    [Fact]
    public async Task Who_gives_up_waits_no_longer()
    {
        using var giveUp = new CancellationTokenSource();
        var window = new RecordedWindow(_ =>
        {
            giveUp.Cancel();
            return Later(HttpStatusCode.ServiceUnavailable, 5);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => window.As(settings: new ClientSettings()).Declarations.Get("M", giveUp.Token));

        Assert.Single(window.Requests);
    }

    [Fact]
    public async Task A_token_is_kept_and_renewed_before_it_ends()
    {
        var tokens = 0;
        var window = new RecordedWindow(request => IsSignIn(request) ? Token($"token-{++tokens}", 600) : Says("{}"));
        var client = window.As(SignIn.WithSecret("demo-trader", "single-window"), Settings);

        await client.Declarations.Get("M");
        clock.Advance(TimeSpan.FromSeconds(530));
        await client.Declarations.Get("M");
        clock.Advance(TimeSpan.FromSeconds(15));
        await client.Declarations.Get("M");

        Assert.Equal(["Bearer token-1", "Bearer token-1", "Bearer token-2"], window.Calls.Select(call => call.Header("Authorization")));
        Assert.Equal("grant_type=client_credentials&client_id=demo-trader&client_secret=single-window", window.Requests[0].Body);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_fetched_anew_once()
    {
        var tokens = 0;
        var window = new RecordedWindow(request => IsSignIn(request) ? Token($"token-{++tokens}", 600)
            : request.Header("Authorization") == "Bearer token-2" ? Says("{}") : Says("{}", HttpStatusCode.Unauthorized));
        await window.As(SignIn.WithSecret("demo-trader", "single-window"), Settings).Declarations.Get("M");
        Assert.Equal(2, tokens);

        var closed = new RecordedWindow(request => IsSignIn(request) ? Token("token", 600) : Says("{}", HttpStatusCode.Unauthorized));
        Assert.Equal(401, (await Assert.ThrowsAsync<ProblemException>(() => closed.As(SignIn.WithSecret("a", "b"), Settings).Declarations.Get("M"))).Status);
        Assert.Equal(2, closed.Calls.Count());
    }
}
