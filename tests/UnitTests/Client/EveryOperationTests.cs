// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Text.Json.Nodes;
using Cbm.Client;
using Cbm.Contracts;
using Cbm.UnitTests.OpenApi;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Xunit;

namespace Cbm.UnitTests.Client;

/// <summary>Every operation of the published description is there in the client: each method of each of its parts is called once, and what went out is held against the description.</summary>
public sealed class EveryOperationTests
{
    private static readonly JsonObject Paths = JsonNode.Parse(File.ReadAllText(Path.Combine(Published.Folder, "openapi-v1.json")))!["paths"]!.AsObject();

    private static readonly IReadOnlyList<(PropertyInfo Part, MethodInfo Method)> Methods =
    [
        .. typeof(WindowClient).GetProperties().SelectMany(part => part.PropertyType
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(method => (part, method))),
    ];

    [Fact]
    public async Task Every_published_operation_is_reached_with_every_parameter_and_header_and_nothing_else_is()
    {
        var window = new RecordedWindow(Answer);
        var client = window.As(SignIn.WithSecret("demo-trader", "single-window"), new ClientSettings { Clock = new WaitingClock(), Purpose = "x" });
        foreach (var (part, method) in Methods) await Call(method, part.GetValue(client)!);

        var reached = window.Requests.Select(request => (Operation: OperationOf(request), Request: request)).ToList();

        // The register of programs is an operator's, and Identity's own.
        Assert.Equal(Paths.Where(path => !path.Key.StartsWith("/connect/clients", StringComparison.Ordinal)).SelectMany(path => path.Value!.AsObject().Select(verb => $"{verb.Key} {path.Key}")).Order(), reached.Select(one => one.Operation).Distinct().Order());
        Assert.All(reached.GroupBy(one => one.Operation), operation => Assert.Equal(Expected(operation.Key), Sent(operation.Select(one => one.Request))));
    }

    [Fact]
    public void Every_method_can_be_cancelled() =>
        Assert.All(Methods, one => Assert.Equal(typeof(CancellationToken), one.Method.GetParameters()[^1].ParameterType));

    // Query parameters, and the headers that matter to what is done.
    private static SortedSet<string> Expected(string operation) =>
        [.. (Paths[operation.Split(' ')[1]]![operation.Split(' ')[0]]!["parameters"]?.AsArray() ?? [])
            .Select(parameter => (string?)parameter!["in"] is "query" or null or "header" ? (string?)parameter["name"] ?? ((string)parameter["$ref"]!).Split('/')[^1] : "")
            .Where(name => name is not ("" or "X-Correlation-ID" or "traceparent"))];

    private static SortedSet<string> Sent(IEnumerable<Recorded> requests) =>
        [.. requests.SelectMany(request => request.Address.Query.TrimStart('?').Split('&').Select(one => one.Split('=')[0])
            .Concat(((string[])["If-Match", "Idempotency-Key", "Last-Event-ID", "X-Purpose"]).Where(name => request.Header(name) is not null))).Where(name => name.Length > 0)];

    // A fixed part goes before a parameter: /declarations/validation is no MRN.
    private static string OperationOf(Recorded request)
    {
        var parts = request.Address.AbsolutePath.Split('/');
        var found = Paths.Where(path => path.Value!.AsObject().ContainsKey(request.Method.ToLowerInvariant())).Select(path => path.Key)
            .Where(path => path.Split('/') is var named && named.Length == parts.Length && named.Zip(parts).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second))
            .OrderBy(path => path.Count(c => c == '{')).FirstOrDefault();
        return $"{request.Method.ToLowerInvariant()} {found ?? request.Address.AbsolutePath}";
    }

    private static async Task Call(MethodInfo method, object part)
    {
        var called = method.Invoke(part, [.. method.GetParameters().Select(parameter => parameter.Name == "contentType" ? "application/pdf" : Argument(parameter.ParameterType))])!;
        if (called is Task task)
        {
            await task;
            return;
        }
        var rows = called.GetType().GetInterfaces().Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
        await (Task)typeof(EveryOperationTests).GetMethod(nameof(ReadAll), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(rows.GetGenericArguments()[0]).Invoke(null, [called])!;
    }

    private static async Task ReadAll<T>(IAsyncEnumerable<T> rows)
    {
        try
        {
            await foreach (var _ in rows) { }
        }
        catch (ProblemException end) when (end.Status == 410)
        {
            // So the stream ends, which would not end by itself.
        }
    }

    // A list has a second page. A stream breaks after its first event, and is refused when it is to go on.
    private static HttpResponseMessage Answer(Recorded request)
    {
        if (RecordedWindow.IsSignIn(request)) return RecordedWindow.Token("token", 3600);
        if (request.Header("Accept") != "text/event-stream") return RecordedWindow.Says(request.Address.Query.Contains("cursor=2", StringComparison.Ordinal) ? "{}" : """{"next":"2"}""");
        return request.Header("Last-Event-ID") == "7" ? RecordedWindow.Says("{}", System.Net.HttpStatusCode.Gone) : RecordedWindow.Events("id: 7\ndata: {}\n\n");
    }

    private static object? Argument(Type type) => type switch
    {
        _ when type == typeof(string) => "x",
        _ when type == typeof(int) || type == typeof(int?) => 1,
        _ when type == typeof(long) => 1L,
        _ when type == typeof(CancellationToken) => CancellationToken.None,
        _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>([1]),
        _ when type == typeof(DeclarationContent) => DeclarationContent.Of(new Declaration()),
        _ when type == typeof(IEnumerable<InformationQuestion>) => Array.Empty<InformationQuestion>(),
        _ when type.IsAssignableTo(typeof(IMessage)) => Filled((IMessage)Activator.CreateInstance(type)!),
        _ => throw new NotSupportedException($"The test has no {type}: give it one."),
    };

    // Every plain field has a value, so that every parameter is sent.
    private static IMessage Filled(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => !field.IsRepeated))
        {
            object? value = field.FieldType switch { FieldType.String => "x", FieldType.Int32 => 1, FieldType.Bool => true, _ => null };
            if (value is not null) field.Accessor.SetValue(message, value);
        }
        return message;
    }
}
