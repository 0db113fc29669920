// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Webhooks;

/// <summary>The subscriptions of a party: made, listed, given a new secret, ended. Another party's does not exist (404).</summary>
public sealed class Subscriptions(
    WebhookCheck check,
    WebhookSecrets secrets,
    SubscribedParties parties,
    WebhookOptions options,
    Writer<DeclarationsContext> writer,
    IDbContextFactory<DeclarationsContext> readers,
    TimeProvider clock)
{
    private const int UsualOverlap = 24;
    private const int LongestOverlap = 168;

    /// <summary>All of the caller's party, newest first.</summary>
    public async Task<WebhookList> List(ServerCallContext call)
    {
        var party = PartyOf(call);
        var now = clock.GetUtcNow();
        await using var context = await readers.CreateDbContextAsync(call.CancellationToken);
        var found = await context.Webhooks.AsNoTracking().Where(webhook => webhook.Party == party && webhook.DeletedAt == null)
            .OrderByDescending(webhook => webhook.CreatedAt).ThenBy(webhook => webhook.Id).ToListAsync(call.CancellationToken);
        return new WebhookList { Webhooks = { found.Select(webhook => WebhookViews.Of(webhook, now)) } };
    }

    /// <summary>One of the caller's party.</summary>
    public async Task<Webhook> Get(string id, ServerCallContext call)
    {
        await using var context = await readers.CreateDbContextAsync(call.CancellationToken);
        return WebhookViews.Of(await Find(context, id, call), clock.GetUtcNow());
    }

    /// <summary>Subscribes. Everything that is wrong is told at once (422).</summary>
    public async Task<Webhook> Create(CreateWebhookRequest request, ServerCallContext call)
    {
        var party = PartyOf(call);
        var now = clock.GetUtcNow();
        var faults = await check.Faults(request, call.CancellationToken);
        var made = await writer.Commit(
            context => context.Once(call, request, clock, async () =>
            {
                await context.OneAtATime($"subscriptions of {party}");
                var isFull = await context.Webhooks.CountAsync(webhook => webhook.Party == party && webhook.DeletedAt == null) >= options.MostPerParty;
                faults.Concat(isFull ? [new Fault { Code = "SWA146", Message = $"End one first: a party has {options.MostPerParty} subscriptions at most." }] : []).ToList().RefuseIfAny();
                var webhook = New(party, request, now);
                context.Webhooks.Add(webhook);
                parties.Add(party);
                return WebhookViews.Of(webhook, now);
            }),
            call.CancellationToken);
        call.Created($"/api/v1/webhooks/{made.Id}");
        return await WithSecret(made, call);
    }

    /// <summary>Ends one: nothing more is sent, and what waits for it is forgotten.</summary>
    public async Task<Webhook> Delete(string id, ServerCallContext call) => await writer.Commit(
        async context =>
        {
            var now = clock.GetUtcNow();
            var webhook = await Find(context, id, call);
            var view = WebhookViews.Of(webhook, now);
            (webhook.DeletedAt, webhook.DisabledAt, webhook.Secret, webhook.PreviousSecret) = (now, webhook.DisabledAt ?? now, [], []);
            return view;
        },
        call.CancellationToken);

    /// <summary>Gives a new secret; the one before is signed with too for the hours named.</summary>
    public async Task<Webhook> Rotate(RotateWebhookSecretRequest request, ServerCallContext call)
    {
        var hours = request.HasOverlapHours ? request.OverlapHours : UsualOverlap;
        if (hours is < 0 or > LongestOverlap)
        {
            throw Refusal.Invalid("SWA147", "overlapHours", $"Give 0 to {LongestOverlap} hours.");
        }

        var rotated = await writer.Commit(
            context => context.Once(call, request, clock, async () =>
            {
                var now = clock.GetUtcNow();
                var webhook = await Find(context, request.Id, call);
                var isKept = hours > 0 && secrets.Opens(webhook.Id, webhook.Secret);
                webhook.PreviousSecret = isKept ? webhook.Secret : [];
                webhook.PreviousSecretUntil = isKept ? now.AddHours(hours) : null;
                (webhook.Secret, webhook.SecretSince) = (secrets.Seal(webhook.Id, WebhookSecrets.Make()), now);
                return WebhookViews.Of(webhook, now);
            }),
            call.CancellationToken);
        return await WithSecret(rotated, call);
    }

    /// <summary>The subscription of the caller's party; 404 where it has none of that id.</summary>
    internal static async Task<WebhookRecord> Find(DeclarationsContext context, string id, ServerCallContext call)
    {
        var party = PartyOf(call);
        return await context.Webhooks.SingleOrDefaultAsync(webhook => webhook.Id == id && webhook.Party == party && webhook.DeletedAt == null)
            ?? throw Refusal.NotFound("subscription");
    }

    private static string PartyOf(ServerCallContext call) =>
        Caller.Of(call).Party is { Length: > 0 } party ? party : throw Refusal.Forbidden("Your sign-in names no party that could subscribe.");

    private WebhookRecord New(string party, CreateWebhookRequest request, DateTimeOffset now)
    {
        var id = "wh_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        return new WebhookRecord
        {
            Id = id,
            Party = party,
            Url = request.Url,
            Events = string.Join(' ', request.Events),
            Description = request.Description,
            Secret = secrets.Seal(id, WebhookSecrets.Make()),
            SecretSince = now,
            CreatedAt = now,
        };
    }

    // Put in last, so that it is not kept in clear among the answers of Idempotency-Keys. The same request again is told the
    // same secret, as long as it is the one of now.
    private async Task<Webhook> WithSecret(Webhook view, ServerCallContext call)
    {
        await using var context = await readers.CreateDbContextAsync(call.CancellationToken);
        var id = view.Id;
        var party = PartyOf(call);
        if (await context.Webhooks.AsNoTracking().SingleOrDefaultAsync(webhook => webhook.Id == id && webhook.Party == party && webhook.DeletedAt == null, call.CancellationToken) is { } kept
            && kept.SecretSince == view.SecretSince.ToDateTimeOffset() && secrets.Opens(id, kept.Secret))
        {
            view.Secret = WebhookSecrets.Show(secrets.Open(id, kept.Secret));
        }

        return view;
    }
}
