// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;

namespace Cbm.Client;

/// <summary>Requests and their answers: signed, sent again where the window puts them off, and refusals told as <see cref="ProblemException"/>.</summary>
internal sealed class Exchange(HttpClient http, SignIn? signIn, ClientSettings settings)
{
    // Whatever Retry-After says: 0 each time is no reason to ask for ever.
    private const int MostAttempts = 20;

    public ClientSettings Settings => settings;

    /// <summary>The caller's token; null: it has none.</summary>
    public async ValueTask<string?> Token(CancellationToken cancel) => signIn is null ? null : await signIn.Token(this, settings.Clock, cancel);

    /// <summary>Sends until it is answered; gives what succeeded, its headers read.</summary>
    /// <param name="make">Makes the request, anew for each attempt.</param>
    /// <param name="mayRepeat">Whether it does no harm to send it again when it may have been done (503). One that was turned away (429) was not done.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="asNobody">Without a token.</param>
    /// <exception cref="ProblemException">It is refused.</exception>
    public async Task<HttpResponseMessage> Send(Func<HttpRequestMessage> make, bool mayRepeat, CancellationToken cancel, bool asNobody = false)
    {
        var (began, isRenewed) = (settings.Clock.GetTimestamp(), false);
        for (var attempt = 1; ; attempt++)
        {
            var token = asNobody ? null : await Token(cancel);
            using var request = make();
            (request.Version, request.VersionPolicy) = (http.DefaultRequestVersion, http.DefaultVersionPolicy);
            if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (answer.IsSuccessStatusCode) return answer;
            using (answer)
            {
                // The window's keys may have changed since the token was fetched.
                if (answer.StatusCode == HttpStatusCode.Unauthorized && token is not null && !isRenewed && signIn!.Forget(token))
                {
                    isRenewed = true;
                    continue;
                }
                var isPutOff = answer.StatusCode == HttpStatusCode.TooManyRequests || (answer.StatusCode == HttpStatusCode.ServiceUnavailable && mayRepeat);
                if (!isPutOff || attempt == MostAttempts || RetryAfter(answer) is not { } pause || settings.Clock.GetElapsedTime(began) + pause > settings.Patience)
                    throw await ProblemException.Of(answer, cancel);
                await Task.Delay(pause, settings.Clock, cancel);
            }
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer)
    {
        var pause = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - settings.Clock.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause;
    }
}
