// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Cbm.Local;

/// <summary>Whether every service is up, and whether the window has heard from every agency.</summary>
internal sealed class Readiness(IReadOnlyList<Child> children, Uri gateway, TimeSpan longest)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly SortedSet<string> notHeard =
        new(children.Where(child => child.Service.Kind == Kind.Agency).Select(child => child.Service.Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Comes back when a declaration can be lodged.</summary>
    /// <exception cref="NotOpenedException">A service ended, or is not ready in time.</exception>
    public async Task Wait(CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(longest);
        foreach (var child in children)
            await Until(() => IsUp(child, http, limit.Token), () => $"{child.Service.Name} is not there", limit.Token, cancellation);
        await Until(() => IsHeardFromAll(http, limit.Token), WhoIsNotHeard, limit.Token, cancellation);
    }

    private async Task Until(Func<Task<bool>> isReady, Func<string> whatIsNot, CancellationToken limit, CancellationToken cancellation)
    {
        while (!await isReady())
        {
            // First: Ctrl+C in a terminal ends the services as well.
            cancellation.ThrowIfCancellationRequested();
            if (children.FirstOrDefault(child => child.Ends > 0) is { } ended)
                throw new NotOpenedException($"{ended.Service.Name} does not come up: {ended.LastWords}");
            if (limit.IsCancellationRequested) throw new NotOpenedException($"{whatIsNot()} after {longest.TotalSeconds:0} s");
            await Task.Delay(Pause, cancellation);
        }
    }

    private static async Task<bool> IsUp(Child child, HttpClient http, CancellationToken limit)
    {
        try
        {
            if (child.Service.Kind == Kind.Identity) return await Answers(http, $"http://127.0.0.1:{child.Port}/.well-known/openid-configuration", limit);
            if (child.Service.Kind == Kind.Gateway) return await Answers(http, $"http://localhost:{child.Port}/docs", limit);
            using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{child.Port}");
            var health = await new Health.HealthClient(channel).CheckAsync(
                new HealthCheckRequest(), deadline: DateTime.UtcNow.AddSeconds(5), cancellationToken: limit);
            return health.Status == HealthCheckResponse.Types.ServingStatus.Serving;
        }
        catch (Exception away) when (away is HttpRequestException or RpcException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<bool> Answers(HttpClient http, string url, CancellationToken limit)
    {
        using var answer = await http.GetAsync(url, limit);
        return answer.IsSuccessStatusCode;
    }

    // Until every agency has told its mandate, lodging is refused.
    private async Task<bool> IsHeardFromAll(HttpClient http, CancellationToken limit)
    {
        if (notHeard.Count == 0) return true;
        try
        {
            var agencies = (await http.GetFromJsonAsync<JsonObject>(new Uri(gateway, "/api/v1/agencies"), limit))?["agencies"]?.AsArray() ?? [];
            var heard = agencies.Where(agency => (string?)agency!["mandateVersion"] is { Length: > 0 }).Select(agency => (string?)agency!["code"]);
            notHeard.ExceptWith(heard.OfType<string>());
            return notHeard.Count == 0;
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    // Why a mandate cannot be used is in the log of who asks for it.
    private string WhoIsNotHeard()
    {
        var errors = children.Where(child => child.Service.Kind == Kind.Inside).Select(child => child.LastError).Where(error => error.Length > 0);
        return $"the mandate of {string.Join(", ", notHeard)} is not there{string.Concat(errors.Select(error => $" ({error})"))}";
    }
}
