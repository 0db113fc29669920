// SPDX-License-Identifier: Apache-2.0
namespace Cbm.ServiceDefaults.Storage;

/// <summary>One fact on its way to one subscriber. Deleted when delivered; parked, and shown, when it cannot be.</summary>
public sealed class OutboxMessage
{
    /// <summary>Order of announcement.</summary>
    public long Id { get; init; }

    /// <summary>Service that must hear it: an agency's code, or DECLARATIONS.</summary>
    public required string Subscriber { get; init; }

    /// <summary>Topic (slice-lodged.PLANT_HEALTH).</summary>
    public required string Topic { get; init; }

    /// <summary>MRN: facts of one key stay in order.</summary>
    public required string Key { get; init; }

    /// <summary>CloudEvents id.</summary>
    public required string EventId { get; init; }

    /// <summary>CloudEvents type: the message's full name.</summary>
    public required string Type { get; init; }

    /// <summary>The message's bytes.</summary>
    public required byte[] Data { get; init; }

    /// <summary>Correlation id of the request that caused it.</summary>
    public string? Correlation { get; init; }

    /// <summary>W3C trace context (traceparent) of what caused it; null: it is in no trace.</summary>
    public string? Trace { get; init; }

    /// <summary>When it was announced; 0: by a version that did not say.</summary>
    [SealedSince(2)]
    public DateTimeOffset AnnouncedAt { get; init; }

    /// <summary>Times the subscriber asked to try again.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Given up: the subscriber cannot take it. An operator looks at it.</summary>
    public bool Parked { get; set; }
}

/// <summary>How far a service's talk with another has come, by places in the outbox of whoever told it and by numbers of deliveries.</summary>
public sealed class PartnerMark
{
    /// <summary>Code of the other service.</summary>
    public required string Partner { get; init; }

    /// <summary>The last of our facts that it has confirmed.</summary>
    public long Confirmed { get; set; }

    /// <summary>The last of its facts that it has brought.</summary>
    public long Taken { get; set; }

    /// <summary>The last of our deliveries that it has answered.</summary>
    public long Answered { get; set; }

    /// <summary>The last of its deliveries that was heard: a store that knows it has whatever was taken in of those before.</summary>
    public long Heard { get; set; }

    /// <summary>The last of our facts that was announced to it when this store began to ask whether it is the newest; null: it is.</summary>
    public long? Doubtful { get; set; }

    /// <summary>Where replicas share this store: the life of the partner's store that was met; for the store itself (<see cref="Messaging.PartnerMarks.Self"/>) its own. Empty: none.</summary>
    public string Life { get; set; } = "";

    /// <summary>The life of this store in which it was met.</summary>
    public string MetIn { get; set; } = "";

    /// <summary>What the partner knows better than this store: 0 nothing, 1 it was found to, 2 its reviews are compared and not all of them are here.</summary>
    public int Ahead { get; set; }

    /// <summary>Where what was reported again to the partner after the last comparison ends in the outbox; 0: nothing was.</summary>
    public long Reported { get; set; }
}

/// <summary>Which replica of a service does what one alone may do at a time.</summary>
public sealed class Lease
{
    /// <summary>What is done (relay HEALTH).</summary>
    public required string Name { get; init; }

    /// <summary>The replica that does it.</summary>
    public required string Holder { get; set; }

    /// <summary>Until when, unless it says so again.</summary>
    public DateTimeOffset Until { get; set; }
}

/// <summary>A request carried out under a caller's Idempotency-Key, with its answer.</summary>
public sealed class IdempotencyEntry
{
    /// <summary>Subject of the caller.</summary>
    public required string Caller { get; init; }

    /// <summary>The caller's key.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of operation and request.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The answer that was given.</summary>
    public required byte[] Answer { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}
