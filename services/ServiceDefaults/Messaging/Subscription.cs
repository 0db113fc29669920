// SPDX-License-Identifier: Apache-2.0
using Google.Protobuf;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>What became of a fact at its subscriber.</summary>
public enum Verdict
{
    /// <summary>Taken in, now or on an earlier delivery.</summary>
    Delivered,

    /// <summary>Not now; send it again later.</summary>
    Retry,

    /// <summary>It can never be taken in: park it.</summary>
    Poisonous,

    /// <summary>The subscriber could not store it now: send it again, and do not count that against it.</summary>
    Wait,
}

/// <summary>Takes in one kind of fact.</summary>
/// <param name="Topic">Topic it subscribes to (slice-lodged.PLANT_HEALTH).</param>
/// <param name="Type">CloudEvents type: the message's full name.</param>
/// <param name="MayTell">Whether the service of that code is one that tells it.</param>
/// <param name="Tellers">Who may tell it, where Dapr has a topic for each of them; null: it has one.</param>
/// <param name="Handle">Takes the sender's code and the message. Idempotent; throws InvalidProtocolBufferException or returns Poisonous for what can never be taken in.</param>
public sealed record Subscription(
    string Topic, string Type, Func<string, bool> MayTell, Func<string, ByteString, CancellationToken, Task<Verdict>> Handle, IReadOnlyList<string>? Tellers = null)
{
    /// <summary>Its topics in Dapr.</summary>
    public IEnumerable<string> TopicsInDapr => Tellers?.Select(teller => EventBusOptions.TopicInDapr(Topic, teller)) ?? [Topic];
}
