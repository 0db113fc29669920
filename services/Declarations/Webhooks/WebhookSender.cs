// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;

namespace Cbm.Declarations.Webhooks;

/// <summary>What came of one attempt.</summary>
/// <param name="Status">HTTP status; 0: no answer.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Error">Why it failed, for the subscriber; empty: it did not.</param>
public sealed record Attempt(int Status, int Milliseconds, string Error)
{
    /// <summary>It was taken.</summary>
    public bool IsTaken => Status is >= 200 and <= 299;

    /// <summary>The address wants nothing more, ever.</summary>
    public bool IsGone => Status == (int)HttpStatusCode.Gone;
}

/// <summary>
/// Sends one delivery, signed. It follows no redirect, keeps no cookie, asks no proxy and unpacks nothing: what answers is
/// a stranger. Nothing of the address is logged, since it may hold a key of its owner.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    private const int MostRead = 4096;
    private const int MostKept = 200;
    private readonly HttpClient _http;
    private readonly WebhookSecrets _secrets;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>A sender that connects to what these destinations allow.</summary>
    public WebhookSender(Destinations destinations, WebhookSecrets secrets, WebhookOptions options, TimeProvider clock)
    {
        (_secrets, _options, _clock) = (secrets, options, clock);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = destinations.Connect,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,

            // A host that has moved is looked up anew.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = MostRead,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>One attempt. Throws OperationCanceledException where the service stops meanwhile.</summary>
    public async Task<Attempt> Send(WebhookRecord webhook, DeliveryRecord delivery, CancellationToken cancel)
    {
        var begun = _clock.GetTimestamp();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(_options.Timeout);
        try
        {
            using var request = Request(webhook, delivery);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token);
            var took = Took();
            return new Attempt((int)answer.StatusCode, took, answer.IsSuccessStatusCode ? "" : await Excerpt(answer, limited.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Attempt(0, Took(), string.Create(CultureInfo.InvariantCulture, $"No answer within {_options.Timeout.TotalSeconds} s."));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException or CryptographicException)
        {
            return new Attempt(0, Took(), Words(failure));
        }

        int Took() => (int)_clock.GetElapsedTime(begun).TotalMilliseconds;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(WebhookRecord webhook, DeliveryRecord delivery)
    {
        var now = _clock.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(delivery.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(EventBodies.MediaType, "utf-8");
        request.Headers.UserAgent.ParseAdd("Cbm.SingleWindow");
        request.Headers.Add("webhook-id", delivery.MessageId);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(
            "webhook-signature", WebhookSecrets.Sign(_secrets.Of(webhook, now), delivery.MessageId, now.ToUnixTimeSeconds(), delivery.Body));
        return request;
    }

    // A little of it helps the subscriber to find what is wrong there; the rest stays unread.
    private static async Task<string> Excerpt(HttpResponseMessage answer, CancellationToken cancel)
    {
        var buffer = new byte[MostRead];
        var read = 0;
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancel);
            read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException or OperationCanceledException)
        {
            // The status is what counts.
        }

        var text = string.Concat(Encoding.UTF8.GetString(buffer, 0, read).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c)).Trim();
        return $"Answered {(int)answer.StatusCode}. {text[..Math.Min(text.Length, MostKept)]}".TrimEnd();
    }

    private static string Words(Exception failure) => failure switch
    {
        DestinationRefusedException refused => refused.Message,
        CryptographicException => "The secret cannot be read by the window any more: rotate it.",
        _ when failure.InnerException is DestinationRefusedException refused => refused.Message,
        _ when failure.InnerException is AuthenticationException => "The certificate of the address does not hold.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.Unknown } or SocketException => "The address could not be reached.",
        _ => "The connection broke, or what came back is no HTTP answer.",
    };
}
