// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Cbm.Local;

/// <summary>Whether every service is up, and whether the window has heard from every agency.</summary>
internal sealed class Readiness(IReadOnlyList<Child> children, Uri gateway)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Comes back when a declaration can be lodged.</summary>
    /// <exception cref="NotOpenedException">A service ended, or is not ready in time.</exception>
    public async Task Wait(CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Longest);
        foreach (var child in children) await Until(child.Service.Name, () => IsUp(child, http), limit.Token, cancellation);
        if (children.Any(child => child.Service.Kind == Kind.Agency)) await Until("an agency's mandate", () => IsHeardFromAll(http), limit.Token, cancellation);
    }

    private async Task Until(string what, Func<Task<bool>> isReady, CancellationToken limit, CancellationToken cancellation)
    {
        while (!await isReady())
        {
            if (children.FirstOrDefault(child => child.Ends > 0) is { } ended)
                throw new NotOpenedException($"{ended.Service.Name} does not come up: {ended.LastWords}");
            cancellation.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested) throw new NotOpenedException($"{what} is not there after {Longest.TotalSeconds:0} s");
            await Task.Delay(Pause, cancellation);
        }
    }

    private static async Task<bool> IsUp(Child child, HttpClient http)
    {
        try
        {
            if (child.Service.Kind == Kind.Identity) return await Answers(http, $"http://127.0.0.1:{child.Port}/.well-known/openid-configuration");
            if (child.Service.Kind == Kind.Gateway) return await Answers(http, $"http://localhost:{child.Port}/docs");
            using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{child.Port}");
            var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest(), deadline: DateTime.UtcNow.AddSeconds(5));
            return health.Status == HealthCheckResponse.Types.ServingStatus.Serving;
        }
        catch (Exception away) when (away is HttpRequestException or RpcException or TaskCanceledException)
        {
            return false;
        }
    }

    private static async Task<bool> Answers(HttpClient http, string url)
    {
        using var answer = await http.GetAsync(url);
        return answer.IsSuccessStatusCode;
    }

    // Until every agency has told its mandate, lodging is refused.
    private async Task<bool> IsHeardFromAll(HttpClient http)
    {
        try
        {
            var agencies = (await http.GetFromJsonAsync<JsonObject>(new Uri(gateway, "/api/v1/agencies")))?["agencies"]?.AsArray();
            return agencies?.Count(agency => (string?)agency!["mandateVersion"] is { Length: > 0 })
                == children.Count(child => child.Service.Kind == Kind.Agency);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
