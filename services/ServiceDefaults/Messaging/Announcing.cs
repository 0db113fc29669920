// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Storage;
using Google.Protobuf;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>Announces a fact in the same transaction as the change that made it true.</summary>
public static class Announcing
{
    /// <summary>Adds the fact to the outbox. Facts of one key reach one subscriber in this order.</summary>
    /// <param name="context">The unit of work.</param>
    /// <param name="subscriber">Agency code, or DECLARATIONS.</param>
    /// <param name="topic">Topic (slice-lodged.PLANT_HEALTH).</param>
    /// <param name="key">MRN.</param>
    /// <param name="eventId">CloudEvents id: the same fact has the same id however often it is sent.</param>
    /// <param name="fact">The message.</param>
    /// <param name="now">When.</param>
    public static void Announce(
        this ServiceContext context, string subscriber, string topic, string key, string eventId, IMessage fact, DateTimeOffset now)
    {
        context.Subscribers.Add(subscriber);
        context.Outbox.Add(new OutboxMessage
        {
            Subscriber = subscriber,
            Topic = topic,
            Key = key,
            EventId = eventId,
            Type = fact.Descriptor.FullName,
            Data = fact.ToByteArray(),
            AnnouncedAt = now,
            Correlation = Correlation.Thread.Id,
            Trace = Correlation.Thread.Trace,
        });
    }
}
