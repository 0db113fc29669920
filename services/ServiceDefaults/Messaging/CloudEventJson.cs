// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>A fact as Dapr is handed it: a CloudEvent in JSON, whole, so that the sidecar puts none of its own around it.</summary>
internal static class CloudEventJson
{
    /// <summary>Its content type.</summary>
    public const string Kind = "application/cloudevents+json";

    /// <summary>Writes one.</summary>
    /// <param name="id">The event.</param>
    /// <param name="source">Who announced it.</param>
    /// <param name="type">The message's full name.</param>
    /// <param name="data">The message.</param>
    /// <param name="extensions">Everything else that goes with it.</param>
    public static byte[] Write(string id, string source, string type, ReadOnlySpan<byte> data, IEnumerable<KeyValuePair<string, string>> extensions)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id);
            json.WriteString("source", source);
            json.WriteString("type", type);
            json.WriteString("datacontenttype", "application/protobuf");
            foreach (var (name, value) in extensions)
            {
                json.WriteString(name, value);
            }

            json.WriteBase64String("data_base64", data);
            json.WriteEndObject();
        }

        return text.ToArray();
    }
}
