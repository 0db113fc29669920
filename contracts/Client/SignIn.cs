// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Cbm.Client;

/// <summary>Who a client is to the window, and the token that says so. May be shared by clients of the same window.</summary>
public sealed class SignIn : IDisposable
{
    // Of a token that is about to end nobody knows whether it is still good when it arrives.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim one = new(1, 1);
    private readonly Func<CancellationToken, ValueTask<string>>? given;
    private readonly Dictionary<string, string> form = [];
    private volatile Kept? kept;

    private SignIn(Func<CancellationToken, ValueTask<string>>? given) => this.given = given;

    /// <summary>A program with an id and a secret (client credentials): its token is fetched when it is first needed, kept, and renewed before it ends.</summary>
    public static SignIn WithSecret(string clientId, string secret) => new(null)
    {
        form = { ["grant_type"] = "client_credentials", ["client_id"] = clientId, ["client_secret"] = secret },
    };

    /// <summary>Whoever holds a token from elsewhere (a person's, say); asked for with every request.</summary>
    public static SignIn WithToken(Func<CancellationToken, ValueTask<string>> token) => new(token);

    /// <summary>Whoever holds this token.</summary>
    public static SignIn WithToken(string token) => new(_ => ValueTask.FromResult(token));

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    /// <summary>A token that is good for now.</summary>
    internal async ValueTask<string> Token(Exchange exchange, TimeProvider clock, CancellationToken cancel)
    {
        if (given is not null) return await given(cancel);
        if (kept is { } good && good.Until > clock.GetUtcNow()) return good.Token;
        await one.WaitAsync(cancel);
        try
        {
            if (kept is { } fetched && fetched.Until > clock.GetUtcNow()) return fetched.Token;
            var asked = clock.GetUtcNow();
            using var answer = await exchange.Send(
                () => new HttpRequestMessage(HttpMethod.Post, "connect/token") { Content = new FormUrlEncodedContent(form) }, mayRepeat: true, cancel, asNobody: true);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancel));
            var life = TimeSpan.FromSeconds(json.RootElement.GetProperty("expires_in").GetInt32());
            kept = new Kept(json.RootElement.GetProperty("access_token").GetString()!, asked + life - (life > 4 * Margin ? Margin : life / 4));
            return kept.Token;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>The window refused this token: the next is fetched anew. False: there is no other to be had.</summary>
    internal bool Forget(string token)
    {
        if (given is not null) return false;
        if (kept?.Token == token) kept = null;
        return true;
    }

    private sealed record Kept(string Token, DateTimeOffset Until);
}
