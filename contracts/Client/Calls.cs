// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Cbm.Contracts.OpenApi;
using Cbm.Contracts.Serialisation;
using Google.Api;
using Google.Protobuf;

namespace Cbm.Client;

/// <summary>Operations of the contract as HTTP requests: address, query string, body and headers follow from the contract, as the published description does.</summary>
internal sealed class Calls(Exchange exchange)
{
    /// <summary>Asks for something, or does it, and reads the answer.</summary>
    /// <param name="operation">Its name in the contract (GetDeclaration).</param>
    /// <param name="request">Its request; what is in the address is taken from it too.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="seen">Revision that the caller has seen, where the operation asks for it (If-Match).</param>
    /// <param name="content">The body, where it is a declaration.</param>
    public async Task<T> Ask<T>(string operation, IMessage request, CancellationToken cancel, int? seen = null, DeclarationContent? content = null)
        where T : class, IMessage<T>, new() => (await AskWithStatus<T>(operation, request, cancel, seen, content)).Answer;

    /// <summary>The same, with the status: 201 where something was made.</summary>
    public async Task<(T Answer, HttpStatusCode Status)> AskWithStatus<T>(string operation, IMessage request, CancellationToken cancel, int? seen = null, DeclarationContent? content = null)
        where T : class, IMessage<T>, new()
    {
        using var answer = await Send(Operation.Of(operation), request, "application/json", cancel, seen, content);
        return (Read<T>(await answer.Content.ReadAsByteArrayAsync(cancel)), answer.StatusCode);
    }

    /// <summary>Every row of a list, page after page as they are asked for.</summary>
    public async IAsyncEnumerable<TRow> List<TRequest, TList, TRow>(string operation, TRequest request, Func<TList, IEnumerable<TRow>> rows, [EnumeratorCancellation] CancellationToken cancel)
        where TRequest : IMessage<TRequest>
        where TList : class, IMessage<TList>, new()
    {
        request = request.Clone();
        for (var next = request.Descriptor.FindFieldByName("cursor"); ;)
        {
            var page = await Ask<TList>(operation, request, cancel);
            foreach (var row in rows(page)) yield return row;
            var cursor = (string)page.Descriptor.FindFieldByName("next").Accessor.GetValue(page);
            if (cursor.Length == 0) yield break;
            next.Accessor.SetValue(request, cursor);
        }
    }

    /// <summary>The bytes of a file.</summary>
    public async Task<HttpBody> Fetch(string operation, IMessage request, CancellationToken cancel)
    {
        using var answer = await Send(Operation.Of(operation), request, "*/*", cancel);
        return new HttpBody
        {
            ContentType = answer.Content.Headers.ContentType?.ToString() ?? "",
            Data = ByteString.CopyFrom(await answer.Content.ReadAsByteArrayAsync(cancel)),
        };
    }

    /// <summary>What an operation tells as it happens, for ever; a stream that breaks is opened again where it broke.</summary>
    /// <param name="operation">Its name in the contract.</param>
    /// <param name="request">Its request.</param>
    /// <param name="after">Id of the last event that the caller has; null: it has none.</param>
    /// <param name="cancel">Ends it.</param>
    public IAsyncEnumerable<T> Follow<T>(string operation, IMessage request, long? after, CancellationToken cancel)
        where T : class, IMessage<T>, new()
    {
        var stream = new LiveStream((lastId, end) => Send(Operation.Of(operation), request, "text/event-stream", end, lastId: lastId), exchange.Settings);
        return stream.Follow(data => Read<T>(data), after, cancel);
    }

    private static T Read<T>(ReadOnlySpan<byte> utf8)
        where T : class, IMessage<T>, new()
    {
        var reading = JsonReading.ReadAnswer<T>(utf8);
        return reading.IsClean ? reading.Message! : throw new InvalidDataException(
            $"The window's {typeof(T).Name} cannot be read: {reading.NotReadable ?? string.Join(' ', reading.Faults.Select(fault => $"{fault.Path}: {fault.Message}"))}");
    }

    private Task<HttpResponseMessage> Send(
        Operation operation, IMessage request, string accept, CancellationToken cancel, int? seen = null, DeclarationContent? content = null, string? lastId = null)
    {
        var address = Address.Of(operation, request);
        var (mediaType, bytes) = content is null ? Body(operation, request) : (content.MediaType, content.Bytes);
        // Under its key a request is done once, however often it is sent.
        var key = operation.Verb == "post" && operation.Stores ? Guid.NewGuid().ToString("N") : null;
        return exchange.Send(
            () =>
            {
                var message = new HttpRequestMessage(HttpMethod.Parse(operation.Verb), address);
                message.Headers.Accept.ParseAdd(accept);
                if (key is not null) message.Headers.Add("Idempotency-Key", key);
                if (seen is { } revision) message.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{revision}\""));
                if (operation.Access.Logged && exchange.Settings.Purpose.Length > 0) message.Headers.Add("X-Purpose", exchange.Settings.Purpose);
                if (lastId is not null) message.Headers.Add("Last-Event-ID", lastId);
                if (mediaType is not null) message.Content = new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType) } };
                return message;
            },
            // An amendment has no key: sent again after it was done it would be refused as stale.
            mayRepeat: operation.Verb != "put",
            cancel);
    }

    private static (string? MediaType, ReadOnlyMemory<byte> Bytes) Body(Operation operation, IMessage request)
    {
        if (operation.Body is null) return (null, default);
        if (operation.Body != request.Descriptor)
        {
            var part = request.Descriptor.Fields.InFieldNumberOrder().Single(field => field.FieldType == Google.Protobuf.Reflection.FieldType.Message && field.MessageType == operation.Body);
            request = (IMessage?)part.Accessor.GetValue(request) ?? throw new ArgumentException($"There is no {part.JsonName} in the request.", nameof(request));
            if (request is HttpBody file) return (file.ContentType, file.Data.Memory);
            return ("application/json", JsonWriting.ToUtf8(request));
        }
        var rest = request.Descriptor.Parser.ParseFrom(request.ToByteString());
        foreach (var field in operation.InPath.Concat(operation.InQuery)) field.Accessor.Clear(rest);
        return ("application/json", JsonWriting.ToUtf8(rest));
    }
}
