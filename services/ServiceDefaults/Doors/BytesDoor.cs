// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Problems;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>The bytes of one file, as they come.</summary>
/// <param name="ContentType">Media type as declared; empty: none.</param>
/// <param name="Bytes">To be read once.</param>
/// <param name="Length">Bytes to come at most, null where the sender does not say.</param>
/// <param name="IsAlone">To be asked when all is read: false where a second file follows.</param>
public sealed record FileOnItsWay(string ContentType, Stream Bytes, long? Length, Func<Task<bool>> IsAlone);

/// <summary>Operations that carry bytes instead of a message (<c>google.api.HttpBody</c>): over HTTP these are streamed and never held whole.</summary>
public static class BytesDoor
{
    /// <summary>Whether the operation's body or answer is bytes: the JSON door leaves it to this one.</summary>
    public static bool Carries(MethodDescriptor method, HttpRule rule) => method.OutputType == HttpBody.Descriptor
        || (rule.Body is not ("" or "*") && method.InputType.FindFieldByName(rule.Body).MessageType == HttpBody.Descriptor);

    /// <summary>Maps an operation that takes bytes in: raw, or one file in multipart/form-data.</summary>
    public static void MapUpload<TRequest>(
        this WebApplication app, MethodDescriptor method, Func<TRequest, FileOnItsWay, ServerCallContext, Task<IMessage>> take)
        where TRequest : class, IMessage<TRequest>, new() =>
        app.MapMethods(Rule(method).Post, ["POST"], JsonDoor.Guarded(method, null, async (http, context) =>
        {
            var request = Read<TRequest>(http);
            await JsonDoor.Write(http, context, await take(request, await File(http), context), null);
        }));

    /// <summary>Maps an operation that gives bytes out; it writes its answer itself.</summary>
    public static void MapDownload<TRequest>(this WebApplication app, MethodDescriptor method, Func<TRequest, HttpContext, ServerCallContext, Task> give)
        where TRequest : class, IMessage<TRequest>, new() =>
        app.MapMethods(Rule(method).Get, ["GET", "HEAD"], JsonDoor.Guarded(method, null, (http, context) => give(Read<TRequest>(http), http, context)));

    private static HttpRule Rule(MethodDescriptor method) => method.GetOptions().GetExtension(AnnotationsExtensions.Http);

    private static TRequest Read<TRequest>(HttpContext http)
        where TRequest : class, IMessage<TRequest>, new()
    {
        var request = new TRequest();
        RequestReading.FromAddress(request, http.Request);
        return request;
    }

    private static async Task<FileOnItsWay> File(HttpContext http)
    {
        var request = http.Request;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return new FileOnItsWay(request.ContentType ?? "", request.Body, request.ContentLength, () => Task.FromResult(true));
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        var reader = new MultipartReader(boundary.Length is > 0 and <= 70 ? boundary : throw Refusal.NotReadable("The form has no boundary."), request.Body);
        var file = await Next() ?? throw Refusal.NotReadable("There is no file in the form.");
        return new FileOnItsWay(file.ContentType ?? "", file.Body, request.ContentLength, async () => await Next() is null);

        async Task<MultipartSection?> Next()
        {
            try
            {
                return await reader.ReadNextSectionAsync(http.RequestAborted);
            }
            catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException))
            {
                throw Refusal.NotReadable("The form is broken off or is none.");
            }
        }
    }
}
