// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Webhooks;

/// <summary>A subscription: where a party wants which events of its declarations.</summary>
public sealed class WebhookRecord
{
    /// <summary>Random: it cannot be guessed.</summary>
    public required string Id { get; init; }

    /// <summary>Party id: whose it is, and whose declarations it hears of.</summary>
    public required string Party { get; init; }

    /// <summary>Where to.</summary>
    public required string Url { get; init; }

    /// <summary>Names of events, separated by spaces; * is every event.</summary>
    public required string Events { get; init; }

    /// <summary>The party's own words about it.</summary>
    public required string Description { get; init; }

    /// <summary>The secret, sealed with the window's key.</summary>
    public required byte[] Secret { get; set; }

    /// <summary>Since when it is used.</summary>
    public DateTimeOffset SecretSince { get; set; }

    /// <summary>The secret before, sealed; empty: none.</summary>
    public byte[] PreviousSecret { get; set; } = [];

    /// <summary>Until when it is used beside the one of now.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when every attempt has failed; null: the last one did not.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>Since when nothing is sent to it any more.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Why.</summary>
    public string DisabledWhy { get; set; } = "";

    /// <summary>Since when its party does not have it any more; it is gone when its deliveries are.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>Whether it asks for events of that name.</summary>
    public bool Wants(string name) => Events.Split(' ') is var wanted && (wanted.Contains(name) || wanted.Contains(Contracts.Events.EventCatalogue.Every));
}

/// <summary>
/// One event for one subscription. Of those of one lane at most one is PENDING; the later ones are WAITING until it is
/// delivered or given up.
/// </summary>
public sealed class DeliveryRecord
{
    /// <summary>Random: it cannot be guessed.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the subscription.</summary>
    public required string Webhook { get; init; }

    /// <summary>What keeps its order: the MRN; empty for what waits for nothing (a ping, a redelivery).</summary>
    public required string Lane { get; init; }

    /// <summary>Place of the event in the declaration's log; 0: a ping.</summary>
    public int Sequence { get; init; }

    /// <summary>Header webhook-id.</summary>
    public required string MessageId { get; init; }

    /// <summary>CloudEvents type.</summary>
    public required string Type { get; init; }

    /// <summary>MRN; empty: a ping.</summary>
    public required string Mrn { get; init; }

    /// <summary>The body as it is signed and sent, every time the same.</summary>
    public required byte[] Body { get; init; }

    /// <summary>When it was put on its way.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How far it is.</summary>
    public WebhookDeliveryState State { get; set; }

    /// <summary>PENDING: not before. Otherwise: when it came to its end, or was put on its way.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Attempts begun.</summary>
    public int Attempts { get; set; }

    /// <summary>When the first began: it is given up some days later.</summary>
    public DateTimeOffset? FirstAttemptAt { get; set; }

    /// <summary>When the last began.</summary>
    public DateTimeOffset? LastAttemptAt { get; set; }

    /// <summary>HTTP status of the last; 0: no answer.</summary>
    public int Status { get; set; }

    /// <summary>How long the last took.</summary>
    public int Milliseconds { get; set; }

    /// <summary>Why the last failed, or the beginning of what was answered.</summary>
    public string Error { get; set; } = "";

    /// <summary>When it was delivered.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>Id of the delivery that this one repeats; empty: none.</summary>
    public string RedeliveryOf { get; init; } = "";

    /// <summary>Whether nothing more becomes of it.</summary>
    public bool IsDone => State is WebhookDeliveryState.Delivered or WebhookDeliveryState.Failed;
}

/// <summary>How the two are stored.</summary>
internal static class WebhookTables
{
    public static void AddTo(ModelBuilder model)
    {
        model.Entity<WebhookRecord>(row =>
        {
            row.ToTable("Webhook");
            row.HasKey(webhook => webhook.Id);
            row.HasIndex(webhook => webhook.Party);
        });
        model.Entity<DeliveryRecord>(row =>
        {
            row.ToTable("WebhookDelivery");
            row.HasKey(delivery => delivery.Id);
            row.Ignore(delivery => delivery.IsDone);
            row.HasIndex(delivery => new { delivery.Webhook, delivery.State, delivery.DueAt });
            row.HasIndex(delivery => new { delivery.Webhook, delivery.Lane, delivery.State, delivery.Sequence });
            row.HasIndex(delivery => new { delivery.Webhook, delivery.At });
            row.HasIndex(delivery => new { delivery.State, delivery.DueAt });
        });
    }
}
