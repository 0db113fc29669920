// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Cbm.Contracts;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Cbm.Fuzzing;

/// <summary>
/// Hostile requests for every operation of the public surface: paths, queries, headers and bodies. Whatever comes, the answer is a
/// status below 500, or 503; the same question to the window about goods is answered the same way; and the window lives on.
/// </summary>
/// <param name="window">Address of the HTTP door.</param>
/// <param name="tokens">Callers.</param>
public sealed class SurfaceFuzz(Uri window, IReadOnlyList<string> tokens)
{
    private static readonly MethodDescriptor[] Operations =
        [.. DeclarationService.Descriptor.Methods.Concat(AgencyService.Descriptor.Methods).Where(method => method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not null)];

    private static readonly string[] Headers =
        ["If-Match", "Idempotency-Key", "traceparent", "tracestate", "X-Correlation-ID", "Accept", "Accept-Language", "Accept-Encoding", "Last-Event-ID", "Origin", "Content-Language", "X-Forwarded-For", "x-agency", "Expect", "Range", "If-None-Match", "Cookie"];

    private static readonly string[] Types =
        ["application/json", "application/json; charset=utf-16", "application/xml", "text/xml; charset=\"\"", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "application/json;", "", "application/grpc", "application/problem+json"];

    private static readonly string[] OtherPaths =
        ["/", "/docs", "/openapi/v1.json", "/connect/token", "/connect/authorize", "/.well-known/openid-configuration", "/.well-known/jwks", "/api/v1/", "/api", "/api/v1/documents/1", "/api/v1/webhooks", "/api/v1/representations", "/api/v1/schemas"];

    private readonly Dictionary<int, int> _answers = [];
    private readonly List<string> _known = ["26FIAAAAAAAAAAAAR5"];

    /// <summary>How many requests were sent.</summary>
    public int Asked { get; private set; }

    /// <summary>How often each status was answered; 0: the connection was closed.</summary>
    public IReadOnlyDictionary<int, int> Answers => _answers;

    /// <summary>The requests of one seed, so many, from a number on.</summary>
    public async IAsyncEnumerable<Finding> Run(int seed, int cases, int from = 0)
    {
        for (var number = from; number < from + cases; number++)
        {
            var random = new Random(unchecked((seed * 1_000_003) + number));
            var (name, request, isPure) = Make(random);
            var (status, text) = await Ask(request);
            Learn(text);
            if (status is >= 500 and not 503 or < 0)
            {
                yield return Finding.Keep(name, seed, number, status < 0 ? "no answer" : text.Split("\r\n")[0], request);
            }
            else if (isPure && status is not (429 or 503) && await Ask(request) is var (again, said) && again is not (429 or 503) && (again != status || BodyOf(said) != BodyOf(text)))
            {
                yield return Finding.Keep(name, seed, number, $"the same question was answered {status}, then {again}, or in other words", request);
            }
        }

        var alive = await Ask("GET /api/v1/agencies HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray());
        if (alive.Status is not (200 or 429)) yield return Finding.Keep("alive", seed, from, $"the window is not there any more: {alive.Status}", []);
    }

    private async Task<(int Status, string Text)> Ask(byte[] request)
    {
        Asked++;
        var answer = await Exchange.Of(window, request);
        _answers[answer.Status] = _answers.GetValueOrDefault(answer.Status) + 1;
        return answer;
    }

    // Declarations that the fuzzing itself has lodged are asked about later.
    private void Learn(string answer)
    {
        const string Name = "\"mrn\":\"";
        if (_known.Count < 20 && answer.IndexOf(Name, StringComparison.Ordinal) is > 0 and var at && answer.Length > at + Name.Length + 18) _known.Add(answer.Substring(at + Name.Length, 18));
    }

    private (string Name, byte[] Request, bool IsPure) Make(Random random)
    {
        var mutation = new Mutation(random);
        var method = mutation.Pick(Operations);
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        var (verb, pattern) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("GET", rule.Get),
            HttpRule.PatternOneofCase.Put => ("PUT", rule.Put),
            HttpRule.PatternOneofCase.Delete => ("DELETE", rule.Delete),
            _ => ("POST", rule.Post),
        };
        if (random.Next(10) == 0) verb = mutation.Pick(["HEAD", "OPTIONS", "PATCH", "DELETE", "GET", "POST", "TRACE", "get", "QUERY"]);
        var path = random.Next(15) == 0 ? mutation.Pick(OtherPaths) : Filled(pattern, mutation, random);
        var head = new StringBuilder($"{verb} {path}{Query(method, mutation, random)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        if (random.Next(10) > 0) head.Append("Authorization: Bearer ").Append(random.Next(20) == 0 ? Safe(mutation.Of(mutation.Pick(tokens))) : mutation.Pick(tokens)).Append("\r\n");
        if (random.Next(3) > 0) head.Append("If-Match: *\r\n");
        for (var extra = random.Next(3); extra > 0; extra--) head.Append(mutation.Pick(Headers)).Append(": ").Append(Safe(mutation.Pick(Hostile.Texts))).Append("\r\n");
        var body = verb is "GET" or "HEAD" or "OPTIONS" && random.Next(10) > 0 ? [] : Body(rule.Body, mutation, random);
        if (body.Length > 0 || verb is "POST" or "PUT")
        {
            head.Append("Content-Type: ").Append(random.Next(10) == 0 ? mutation.Pick(Types) : body.AsSpan().StartsWith("<"u8) ? "application/xml" : "application/json").Append("\r\n");
            head.Append("Content-Length: ").Append(body.Length).Append("\r\n");
        }

        var request = (byte[])[.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. body];
        return (method.Name, request, path is "/api/v1/declarations/validation" or "/api/v1/requirements/query" && verb == "POST");
    }

    private string Filled(string pattern, Mutation mutation, Random random) => string.Join('/', pattern.Split('/').Select(part => !part.StartsWith('{') ? part
        : random.Next(6) == 0 ? Escaped(mutation.Of(mutation.Pick(_known)), random)
        : part switch
        {
            "{agency}" => mutation.Pick(["CUSTOMS", "HEALTH", "agriculture", "Standards"]),
            "{mrn}" => mutation.Pick(_known),
            "{id}" => mutation.Pick(_known) + mutation.Pick(["-CUSTOMS", "-PUBLIC_HEALTH", "-PLANT_HEALTH", "-VETERINARY", "-STANDARDS", ""]),
            "{list}" => mutation.Pick(["errors", "country", "currency", "package"]),
            _ => mutation.Pick(["X", "GB%2F1", "1"]),
        }));

    private static string Query(MethodDescriptor method, Mutation mutation, Random random)
    {
        if (random.Next(3) == 0) return "";
        var fields = method.InputType.Fields.InDeclarationOrder().Select(field => field.JsonName).Append("nothing").ToList();
        var query = string.Join('&', Enumerable.Range(0, random.Next(3)).Select(_ => $"{mutation.Pick(fields)}={Escaped(mutation.Of(mutation.Pick(["10", "IM", "2026-01-01T00:00:00Z", "fHw", "PENDING", "0805", "GB"])), random)}"));
        return query.Length == 0 ? "" : "?" + query;
    }

    private static byte[] Body(string named, Mutation mutation, Random random)
    {
        var good = named switch
        {
            "declaration" => random.Next(3) == 0 ? mutation.Pick(Corpus.Xml) : random.Next(2) == 0 ? Renumbered(random) : mutation.Pick(Corpus.Json),
            "*" when random.Next(3) == 0 => mutation.Pick(Corpus.Queries),
            _ => mutation.Pick(Corpus.Bodies),
        };
        return random.Next(8) == 0 ? good : mutation.Of(good);
    }

    // An LRN of its own, so that it is lodged.
    private static byte[] Renumbered(Random random) => Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(Corpus.ShowCase).Replace("\"functionalReferenceId\": \"", $"\"functionalReferenceId\": \"F{random.Next()}", StringComparison.Ordinal));

    private static string Escaped(string text, Random random) => random.Next(4) == 0 ? Safe(text).Replace(' ', '+') : Uri.EscapeDataString(text);

    // Line ends would make it another request; other control characters are the server's to refuse.
    private static string Safe(string text) => text.Replace('\r', '_').Replace('\n', '_');

    // Without the time and the correlation id.
    private static string BodyOf(string answer) => answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 1)..];
}
