// SPDX-License-Identifier: Apache-2.0
using System.Collections.Immutable;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Problems;
using Google.Protobuf.WellKnownTypes;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Cbm.Identity.Clients;

/// <summary>Where an operator (role <c>admin</c>) registers integrators and applications of others, and changes their secrets.</summary>
internal sealed class ClientsEndpoint(IOpenIddictApplicationManager clients, TimeProvider clock, ILogger<ClientsEndpoint> log)
{
    private const int UsualDays = 7, MostDays = 90;

    /// <summary>Registers a client; an integrator's secret is told here and never again.</summary>
    public async Task<RegisteredClient> Register(RegisterClientRequest request, string admin, CancellationToken cancellation)
    {
        ClientFaults.Of(request).ToList().RefuseIfAny();
        var chance = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
        OpenIddictApplicationDescriptor client;
        var secret = "";
        if (request.Kind == ClientFaults.Integrator)
        {
            secret = Secrets.New();
            client = new Client($"integrator-{chance}", request.Name, ["trader", "integrator"], request.Party).Register(secret);
            new Secrets(clock.GetUtcNow()).Keep(client);
        }
        else
        {
            client = Portal.OfOthers($"app-{chance}", request.Name, request.RedirectUris.Select(uri => new Uri(uri)), request.PostLogoutRedirectUris.Select(uri => new Uri(uri)));
        }
        var registered = await clients.CreateAsync(client, cancellation);
        log.LogInformation("{Admin} has registered the client {Client}.", admin, client.ClientId);
        return await View(registered, secret, cancellation);
    }

    /// <summary>Every integrator and application, by their ids.</summary>
    public async Task<ClientList> List(CancellationToken cancellation)
    {
        var list = new ClientList();
        await foreach (var client in clients.ListAsync(cancellationToken: cancellation))
            if (await KindOf(client, cancellation) is not null) list.Clients.Add(await View(client, "", cancellation));
        return list;
    }

    /// <summary>One of them.</summary>
    public async Task<RegisteredClient> Get(string id, CancellationToken cancellation) => await View(await Known(id, cancellation), "", cancellation);

    /// <summary>Makes an integrator a new secret, valid at once; the one of now stays valid for the days of overlap.</summary>
    public async Task<RegisteredClient> Rotate(string id, RotateSecretRequest request, string admin, CancellationToken cancellation)
    {
        var client = await Integrator(id, cancellation);
        var days = request.HasOverlapDays ? request.OverlapDays : UsualDays;
        if (days is < 1 or > MostDays) throw Refusal.Invalid("SWI005", "overlapDays", $"Give between 1 and {MostDays} days; without it they are {UsualDays}.");
        var now = clock.GetUtcNow();
        var descriptor = await Describe(client, cancellation);
        var kept = Secrets.From(descriptor.Properties.ToImmutableDictionary())!;
        // Two at most: a third would make the oldest one worthless before its day.
        if (kept.ValidFormer(now) is not null) throw Refusal.Conflict("Two secrets are valid now; end the former first (DELETE secrets/former).");
        var hash = descriptor.ClientSecret!;
        var secret = Secrets.New();
        new Secrets(now, new FormerSecret(hash, kept.Since, now.AddDays(days))).Keep(descriptor);
        // What changes is hashed by OpenIddict.
        descriptor.ClientSecret = secret;
        await clients.UpdateAsync(client, descriptor, cancellation);
        log.LogInformation("{Admin} has given the client {Client} a new secret; the former ends in {Days} days.", admin, id, days);
        return await View(client, secret, cancellation);
    }

    /// <summary>Ends the former secret before its day.</summary>
    public async Task EndFormer(string id, string admin, CancellationToken cancellation)
    {
        var client = await Integrator(id, cancellation);
        var descriptor = await Describe(client, cancellation);
        (Secrets.From(descriptor.Properties.ToImmutableDictionary())! with { Former = null }).Keep(descriptor);
        await clients.UpdateAsync(client, descriptor, cancellation);
        log.LogInformation("{Admin} has ended the former secret of the client {Client}.", admin, id);
    }

    /// <summary>Takes a client out, with every code and refresh token that it holds.</summary>
    public async Task Remove(string id, string admin, CancellationToken cancellation)
    {
        await clients.DeleteAsync(await Known(id, cancellation), cancellation);
        log.LogInformation("{Admin} has removed the client {Client}.", admin, id);
    }

    // Clients of configuration, and the demo's, are not here to be seen or changed.
    private async Task<object> Known(string id, CancellationToken cancellation) =>
        await clients.FindByClientIdAsync(id, cancellation) is { } client && await KindOf(client, cancellation) is not null
            ? client : throw Refusal.NotFound("client");

    private async Task<object> Integrator(string id, CancellationToken cancellation) =>
        await Known(id, cancellation) is var client && await KindOf(client, cancellation) == ClientFaults.Integrator
            ? client : throw Refusal.Conflict("An application has no secret.");

    private async Task<string?> KindOf(object client, CancellationToken cancellation) =>
        Secrets.From(await clients.GetPropertiesAsync(client, cancellation)) is not null ? ClientFaults.Integrator
        : await clients.HasConsentTypeAsync(client, ConsentTypes.Explicit, cancellation)
            && await clients.HasClientTypeAsync(client, ClientTypes.Public, cancellation) ? ClientFaults.Application
        : null;

    private async Task<OpenIddictApplicationDescriptor> Describe(object client, CancellationToken cancellation)
    {
        var descriptor = new OpenIddictApplicationDescriptor();
        await clients.PopulateAsync(descriptor, client, cancellation);
        return descriptor;
    }

    private async Task<RegisteredClient> View(object client, string secret, CancellationToken cancellation)
    {
        var descriptor = await Describe(client, cancellation);
        var properties = descriptor.Properties.ToImmutableDictionary();
        var view = new RegisteredClient
        {
            ClientId = descriptor.ClientId,
            Kind = (await KindOf(client, cancellation))!,
            Name = descriptor.DisplayName,
            RedirectUris = { descriptor.RedirectUris.Select(uri => uri.OriginalString) },
            PostLogoutRedirectUris = { descriptor.PostLogoutRedirectUris.Select(uri => uri.OriginalString) },
        };
        if (Secrets.From(properties) is not { } kept) return view;
        view.Party = Client.From(properties).Party;
        view.Secrets.Add(new ClientSecret { Secret = secret, Since = kept.Since.ToTimestamp() });
        if (kept.ValidFormer(clock.GetUtcNow()) is { } former)
            view.Secrets.Add(new ClientSecret { Since = former.Since.ToTimestamp(), Until = former.Until.ToTimestamp() });
        return view;
    }
}
