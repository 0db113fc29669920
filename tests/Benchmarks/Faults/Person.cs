// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Cbm.Contracts.Serialisation;
using Google.Protobuf;

namespace Cbm.Benchmarks.Faults;

/// <summary>What the window answered: a message where it did what was asked, else the status of its refusal.</summary>
internal readonly record struct Told(int Status, byte[] Body)
{
    public bool IsDone => Status is >= 200 and < 300;

    /// <exception cref="BenchmarkFailedException">It is not what the contract says.</exception>
    public T Read<T>()
        where T : class, IMessage<T>, new()
    {
        var reading = JsonReading.ReadAnswer<T>(Body);
        // A slice lacks what its unit must not see, which the reader of whole declarations misses.
        return reading.Message is { } message && reading.Faults.All(fault => fault.Code == "SWR010")
            ? message
            : throw new BenchmarkFailedException($"an answer is no {typeof(T).Name}: {reading.NotReadable}{string.Join("; ", reading.Faults)}");
    }
}

/// <summary>
/// Somebody who uses the public API as it asks to be used: what was not answered, or refused for the moment, is sent again
/// under the same Idempotency-Key until it is answered.
/// </summary>
internal sealed class Person(Uri window, string name, Tally tally, CancellationToken end) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static int keys;

    private readonly HttpClient http = new() { BaseAddress = window, Timeout = Patience };
    private readonly SemaphoreSlim signing = new(1, 1);
    private string? token;

    /// <summary>Its name in histories: the client's.</summary>
    public string Name => name;

    /// <summary>A key of one command.</summary>
    public static string Key() => $"faults-{Interlocked.Increment(ref keys)}";

    /// <summary>Looks until somebody answers.</summary>
    public Task<Told> Look(string path) => Insist(HttpMethod.Get, path, null, null, null);

    /// <summary>Commands until somebody answers; a refusal of the command itself is an answer.</summary>
    public Task<Told> Do(string path, IMessage? body, int? revision = null, string? key = null) =>
        Insist(HttpMethod.Post, path, body is null ? "{}"u8.ToArray() : JsonWriting.ToUtf8(body), key, revision);

    /// <summary>Whether it would be given a token now.</summary>
    public Task<bool> CanSignIn() => IsThere(FetchToken);

    /// <summary>Whether there is a page now, for somebody with its token.</summary>
    public Task<bool> Finds(string page) => IsThere(async () =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, end);
        answer.EnsureSuccessStatusCode();
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        signing.Dispose();
    }

    // Asks once; null: no answer, or one of the moment.
    private async Task<Told?> Try(HttpMethod method, string path, byte[]? body, string? key, int? revision)
    {
        tally.Send();
        try
        {
            using var request = new HttpRequestMessage(method, "/api/v1" + path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await SignIn());
            if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            if (key is not null) request.Headers.Add("Idempotency-Key", key);
            if (revision is { } seen) request.Headers.TryAddWithoutValidation("If-Match", $"\"{seen}\"");
            using var answer = await http.SendAsync(request, end);
            var told = new Told((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(end));
            if (told.Status is not (401 or 429 or >= 500)) return told;
            tally.Refuse(told.Status);
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            if (broken is HttpRequestException { StatusCode: { } status }) tally.Refuse((int)status);
            else tally.Miss();
        }
        return null;
    }

    // A connection that is reset in the moment in which it stands comes as a bare SocketException.
    private bool IsBroken(Exception failure) => failure is HttpRequestException or IOException or SocketException or TimeoutException
        || (failure is OperationCanceledException && !end.IsCancellationRequested);

    private async Task<bool> IsThere(Func<Task> ask)
    {
        try
        {
            await ask().WaitAsync(TimeSpan.FromSeconds(2), end);
            return true;
        }
        catch (Exception away) when (IsBroken(away))
        {
            return false;
        }
    }

    private async Task<Told> Insist(HttpMethod method, string path, byte[]? body, string? key, int? revision)
    {
        var begun = Environment.TickCount64;
        while (true)
        {
            if (await Try(method, path, body, key, revision) is { } told)
            {
                tally.Answer(begun);
                return told;
            }
            await Task.Delay(Random.Shared.Next(200, 1000), end);
        }
    }

    private async Task<string> SignIn()
    {
        await signing.WaitAsync(end);
        try
        {
            return token ??= await FetchToken();
        }
        finally
        {
            signing.Release();
        }
    }

    private async Task<string> FetchToken()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = name,
            ["client_secret"] = "single-window",
        });
        using var answer = await http.PostAsync("/connect/token", form, end);
        if (answer.StatusCode != HttpStatusCode.OK) throw new HttpRequestException("not signed in", null, answer.StatusCode);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(end))!["access_token"]!;
    }
}
