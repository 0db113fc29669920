// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;
using System.Reflection;
using Cbm.Contracts;
using Cbm.Contracts.OpenApi;
using Cbm.Contracts.Serialisation;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Live;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Reads;
using Cbm.ServiceDefaults.Storage;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>
/// The JSON and XML door of a service: every operation of the contract that has an HTTP address is answered by the same
/// endpoint method that answers gRPC. Unknown members are refused, unlike in gRPC's own transcoding.
/// </summary>
public static class JsonDoor
{
    /// <summary>Maps the service's operations at their addresses.</summary>
    /// <typeparam name="TEndpoint">The gRPC endpoint, in the container.</typeparam>
    /// <param name="app">The service.</param>
    /// <param name="service">Its contract.</param>
    /// <param name="wco">How it answers in WCO XML; null: it does not.</param>
    /// <param name="live">Operations that are told as they happen where text/event-stream is asked for, by their names in the contract.</param>
    public static void MapJson<TEndpoint>(
        this WebApplication app,
        Google.Protobuf.Reflection.ServiceDescriptor service,
        WcoForm? wco = null,
        IReadOnlyDictionary<string, Func<IMessage, ServerCallContext, EventStream, Task>>? live = null)
        where TEndpoint : class
    {
        foreach (var method in service.Methods)
        {
            if (method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not { } rule || BytesDoor.Carries(method, rule))
            {
                continue;
            }

            var (verb, pattern) = rule.PatternCase switch
            {
                HttpRule.PatternOneofCase.Get => ("GET", rule.Get),
                HttpRule.PatternOneofCase.Post => ("POST", rule.Post),
                HttpRule.PatternOneofCase.Put => ("PUT", rule.Put),
                _ => ("DELETE", rule.Delete),
            };
            var handler = (RequestDelegate)typeof(JsonDoor).GetMethod(nameof(Handler), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(typeof(TEndpoint), method.InputType.ClrType, method.OutputType.ClrType, BodyType(method, rule))
                .Invoke(null, [method, rule.Body, wco, live?.GetValueOrDefault(method.Name)])!;
            app.MapMethods(pattern, verb == "GET" ? ["GET", "HEAD"] : [verb], handler);
        }
    }

    private static Type BodyType(MethodDescriptor method, HttpRule rule) =>
        rule.Body is "" or "*" ? method.InputType.ClrType : method.InputType.FindFieldByName(rule.Body).MessageType.ClrType;

    private static RequestDelegate Handler<TEndpoint, TRequest, TAnswer, TBody>(
        MethodDescriptor method, string body, WcoForm? wco, Func<IMessage, ServerCallContext, EventStream, Task>? live)
        where TEndpoint : class
        where TRequest : class, IMessage<TRequest>, new()
        where TAnswer : class, IMessage<TAnswer>
        where TBody : class, IMessage<TBody>, new()
    {
        var call = typeof(TEndpoint).GetMethod(method.Name, [typeof(TRequest), typeof(ServerCallContext)])!
            .CreateDelegate<Func<TEndpoint, TRequest, ServerCallContext, Task<TAnswer>>>();
        var field = body is "" or "*" ? null : method.InputType.FindFieldByName(body);
        var access = AccessTable.Of(method);
        var operation = Operation.Of(method.Name);
        var inAddress = body == "*" ? operation.InPath.Concat(operation.InQuery).ToFrozenSet() : [];

        // One that is asked for XML refuses in it where it also takes or answers it, and nowhere else.
        wco = operation.TakesXml || operation.AnswersXml ? wco : null;
        return Guarded(method, wco, async (http, context) =>
        {
            var request = new TRequest();
            if (body.Length > 0)
            {
                var read = await Read<TBody>(http, context, inAddress);
                if (field is null)
                {
                    request = (TRequest)(object)read;
                }
                else
                {
                    field.Accessor.SetValue(request, read);
                }
            }

            RequestReading.FromAddress(request, http.Request);
            if (live is not null && EventStream.IsAskedFor(http.Request))
            {
                await live(request, context, new EventStream(http, shown => ReadLog.Note(access, context, request, shown)));
                return;
            }

            var answer = await call(http.RequestServices.GetRequiredService<TEndpoint>(), request, context);
            await ReadLog.Note(access, context, request, answer);
            await Write(http, context, answer, wco);
        });
    }

    /// <summary>An operation's request by HTTP: who may not call it is refused, and whatever goes wrong is told as a problem.</summary>
    internal static RequestDelegate Guarded(MethodDescriptor method, WcoForm? wco, Func<HttpContext, ServerCallContext, Task> work)
    {
        var access = AccessTable.Of(method);
        var name = $"/{method.Service.FullName}/{method.Name}";
        return async http =>
        {
            try
            {
                AccessTable.Check(access, Caller.Of(http.User), http.Request.Headers.IfMatch.Count > 0);
                await work(http, new HttpCall(http, name));
            }
            catch (RpcException refusal) when (Refusal.ProblemOf(refusal) is { } problem)
            {
                await ProblemAnswer.Write(http, problem, wco);
            }
            catch (BadHttpRequestException bad)
            {
                await ProblemAnswer.Write(http, new Problem { Status = bad.StatusCode, Title = "Not readable", Detail = bad.Message }, wco);
            }
            catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
            {
                http.Abort();
            }
#pragma warning disable CA1031 // The last line: an error of ours is told as such, without its inside.
            catch (Exception failure) when (!http.Response.HasStarted)
#pragma warning restore CA1031
            {
                http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(name).LogError(failure, "{Operation} failed.", name);
                await ProblemAnswer.Write(http, StoreTrouble.Is(failure) ? Refusal.ProblemOf(Refusal.CannotStore())! : OurError(), wco);
            }
        };
    }

    private static Problem OurError() =>
        new() { Status = 500, Title = "An error of ours", Detail = "Quote the correlation id; look whether it was done before you send it again." };

    private static async Task<TBody> Read<TBody>(HttpContext http, ServerCallContext context, IReadOnlySet<FieldDescriptor> inAddress)
        where TBody : class, IMessage<TBody>, new()
    {
        var isDeclaration = typeof(TBody) == typeof(Declaration);
        Reading<TBody> reading;
        try
        {
            reading = isDeclaration && Formats.IsXml(http.Request)
                ? (Reading<TBody>)(object)await XmlReading.ReadDeclarationAsync(http.Request.Body, XmlLimits.Default, http.RequestAborted)
                : Formats.IsJson(http.Request)
                ? await RequestReading.FromJson<TBody>(http.Request, inAddress, http.RequestAborted)
                : throw Refusal.Of(415, "Not a format of ours", isDeclaration ? "Send application/json or application/xml." : "Send application/json.");
        }
        catch (IOException brokenOff) when (brokenOff is not BadHttpRequestException)
        {
            // Whoever sends it has gone, or the gateway has answered already: no error of ours.
            throw Refusal.NotReadable("The body broke off.");
        }

        if (reading.NotReadable is { } reason || reading.Message is null)
        {
            throw reading.IsTooLarge ? Refusal.Of(413, "Too large", reading.NotReadable!) : Refusal.NotReadable(reading.NotReadable ?? "There is nothing in it.");
        }

        // Faults of form of a declaration, or of a query about goods, are reported together with those of its content.
        if (isDeclaration || typeof(TBody) == typeof(RequirementQuery))
        {
            new ReadFaults(reading.Faults, reading.Warnings).Keep(context);
        }
        else if (reading.Faults.Count > 0)
        {
            throw Refusal.Invalid(reading.Faults);
        }

        return reading.Message;
    }

    internal static async Task Write(HttpContext http, ServerCallContext context, IMessage answer, WcoForm? wco)
    {
        if (wco is not null && Formats.AsksForXml(http.Request) && wco.Answer(answer, context) is { } xml)
        {
            http.Response.ContentType = WcoForm.Xml;
            await http.Response.Body.WriteAsync(xml);
            return;
        }

        http.Response.ContentType = "application/json";
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            JsonWriting.Write(http.Response.BodyWriter, answer);
            await http.Response.BodyWriter.FlushAsync();
        }
    }
}
