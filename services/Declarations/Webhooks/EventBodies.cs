// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Cbm.Contracts.Events;
using Cbm.Declarations.Storage;

namespace Cbm.Declarations.Webhooks;

/// <summary>What is sent: a CloudEvent in structured JSON. It names what happened; what the declaration says is asked for by its MRN.</summary>
public static class EventBodies
{
    /// <summary>Media type of the body.</summary>
    public const string MediaType = "application/cloudevents+json";

    private const string Source = "/declarations";

    /// <summary>
    /// Id of the event, which is also its webhook-id; without a full stop, as the specification asks. Its hash is in it: where the
    /// store was put back from an older copy, another event takes the same place in the log, and must not look like the same message.
    /// </summary>
    public static string IdOf(EventRecord logged) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{logged.Mrn}-{logged.Sequence}-{logged.Hash[..12]}");

    /// <summary>An event of a declaration, and how the declaration stands after it.</summary>
    public static byte[] Of(EventRecord logged, DeclarationRecord declaration) => Written(
        IdOf(logged), EventCatalogue.TypePrefix + logged.Name, declaration.Mrn, logged.At, data =>
        {
            data.WriteString("mrn", declaration.Mrn);
            data.WriteString("lrn", declaration.Lrn);
            data.WriteNumber("version", declaration.Version);
            data.WriteString("state", declaration.State);
            data.WriteNumber("revision", declaration.Revision);
            data.WriteString("event", logged.Name);
            data.WriteNumber("sequence", logged.Sequence);
            if (logged.Unit.Length > 0)
            {
                data.WriteString("unit", logged.Unit);
            }
        });

    /// <summary>A message that tries a subscription.</summary>
    public static byte[] Ping(string id, string webhook, DateTimeOffset now) =>
        Written(id, EventCatalogue.Ping, webhook, now, data => data.WriteString("webhook", webhook));

    private static byte[] Written(string id, string type, string subject, DateTimeOffset time, Action<Utf8JsonWriter> data)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id);
            json.WriteString("source", Source);
            json.WriteString("type", type);
            json.WriteString("subject", subject);
            json.WriteString("time", time.UtcDateTime);
            json.WriteString("datacontenttype", "application/json");
            json.WriteStartObject("data");
            data(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return memory.ToArray();
    }
}
