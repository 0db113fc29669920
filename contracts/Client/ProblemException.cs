// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;

namespace Cbm.Client;

/// <summary>The window refused a request, and says why (RFC 9457).</summary>
public sealed class ProblemException : Exception
{
    private ProblemException(Problem problem, string? correlationId)
        : base(Line(problem)) => (Problem, CorrelationId) = (problem, correlationId);

    /// <summary>What the window said.</summary>
    public Problem Problem { get; }

    /// <summary>HTTP status (422).</summary>
    public int Status => Problem.Status;

    /// <summary>Everything wrong with the content: code of the catalogue, WCO pointer, JSON path, what to do about it.</summary>
    public IReadOnlyList<Fault> Errors => Problem.Errors;

    /// <summary>What to quote to the window's operator; null: the window named none.</summary>
    public string? CorrelationId { get; }

    /// <summary>The first error in one line: its code, pointer and sentence; where there is none, the status and the problem's own sentence.</summary>
    public string FirstError => Problem.Errors is [var first, ..]
        ? string.Join(' ', ((string[])[first.Code, first.Pointer, first.Message]).Where(text => text.Length > 0))
        : $"{Status} {(Problem.Detail.Length > 0 ? Problem.Detail : Problem.Title)}".TrimEnd();

    /// <summary>The problem in an answer that is no success.</summary>
    internal static async Task<ProblemException> Of(HttpResponseMessage answer, CancellationToken cancel)
    {
        var problem = Read(answer.Content.Headers.ContentType?.MediaType ?? "", await answer.Content.ReadAsByteArrayAsync(cancel));
        problem.Status = (int)answer.StatusCode;
        if (problem.Title.Length == 0) problem.Title = answer.ReasonPhrase ?? "";
        if (answer.Headers.RetryAfter?.Delta is { } after) problem.RetryAfter = (int)after.TotalSeconds;
        return new ProblemException(problem, answer.Headers.TryGetValues("X-Correlation-ID", out var ids) ? ids.First() : null);
    }

    // Something between the client and the window may answer with anything.
    private static Problem Read(string mediaType, byte[] body)
    {
        if (mediaType == "application/problem+json") return JsonReading.ReadAnswer<Problem>(body).Message ?? new Problem();
        if (mediaType != "application/json") return new Problem();
        try
        {
            // The token endpoint's own form (RFC 6749, 5.2).
            using var json = JsonDocument.Parse(body);
            return new Problem { Title = Text(json.RootElement, "error"), Detail = Text(json.RootElement, "error_description") };
        }
        catch (JsonException)
        {
            return new Problem();
        }
    }

    private static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static string Line(Problem problem) => string.Join(": ",
        ((string[])[$"{problem.Status} {problem.Title}".TrimEnd(), problem.Detail, string.Join(' ', problem.Errors.Select(one => $"[{one.Code} {one.Pointer}] {one.Message}"))])
        .Where(text => text.Length > 0));
}
