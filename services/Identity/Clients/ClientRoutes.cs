// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Cbm.Identity.Clients;

/// <summary>The routes under <c>/connect/clients</c>: JSON, problems as RFC 9457, a token of an <c>admin</c>.</summary>
internal static class ClientRoutes
{
    /// <summary>Where they begin.</summary>
    public const string Path = "/connect/clients";

    /// <summary>Maps them.</summary>
    public static void MapClients(this IEndpointRouteBuilder app)
    {
        app.MapPost(Path, (HttpContext http, ClientsEndpoint clients) => Answer(http, async admin =>
        {
            var client = await clients.Register(await Read<RegisterClientRequest>(http), admin, http.RequestAborted);
            http.Response.StatusCode = StatusCodes.Status201Created;
            http.Response.Headers.Location = $"{Path}/{client.ClientId}";
            return client;
        }));
        app.MapGet(Path, (HttpContext http, ClientsEndpoint clients) => Answer(http, async _ => await clients.List(http.RequestAborted)));
        app.MapGet(Path + "/{id}", (string id, HttpContext http, ClientsEndpoint clients) => Answer(http, async _ => await clients.Get(id, http.RequestAborted)));
        app.MapDelete(Path + "/{id}", (string id, HttpContext http, ClientsEndpoint clients) => Answer(http, async admin =>
        {
            await clients.Remove(id, admin, http.RequestAborted);
            return null;
        }));
        app.MapPost(Path + "/{id}/secrets", (string id, HttpContext http, ClientsEndpoint clients) => Answer(http, async admin =>
        {
            var client = await clients.Rotate(id, await Read<RotateSecretRequest>(http), admin, http.RequestAborted);
            http.Response.StatusCode = StatusCodes.Status201Created;
            return client;
        }));
        app.MapDelete(Path + "/{id}/secrets/former", (string id, HttpContext http, ClientsEndpoint clients) => Answer(http, async admin =>
        {
            await clients.EndFormer(id, admin, http.RequestAborted);
            return null;
        }));
    }

    private static async Task Answer(HttpContext http, Func<string, Task<IMessage?>> what)
    {
        try
        {
            var answer = await what(await Admin(http));
            // It may carry a secret.
            http.Response.Headers.CacheControl = "no-store";
            if (answer is null)
            {
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }
            http.Response.ContentType = "application/json";
            JsonWriting.Write(http.Response.BodyWriter, answer);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        catch (RpcException refusal) when (Refusal.ProblemOf(refusal) is { } problem)
        {
            await ProblemAnswer.Write(http, problem, null);
        }
        catch (OpenIddictExceptions.ConcurrencyException)
        {
            await ProblemAnswer.Write(http, Refusal.ProblemOf(Refusal.Conflict("The client was changed meanwhile; look at it again."))!, null);
        }
    }

    // Fails closed: no token, one of another audience, one that has ended: nobody.
    private static async Task<string> Admin(HttpContext http)
    {
        var token = await http.AuthenticateAsync(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
        if (!token.Succeeded) throw Refusal.NotSignedIn();
        return token.Principal.HasClaim(Claims.Role, "admin") ? token.Principal.GetClaim(Claims.Subject)! : throw Refusal.Forbidden();
    }

    private static async Task<T> Read<T>(HttpContext http)
        where T : class, IMessage<T>, new()
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var reading = JsonReading.Read<T>(body.Length == 0 ? "{}"u8 : body.ToArray());
        if (reading.NotReadable is { } why) throw Refusal.NotReadable(why);
        reading.Faults.RefuseIfAny();
        return reading.Message!;
    }
}
