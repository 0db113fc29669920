// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.ServiceDefaults.Problems;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>Makes an operation's request message of the parts of an HTTP request: body, query string, path.</summary>
internal static class RequestReading
{
    /// <summary>Fills the request's fields from the path, and from the query string where the operation has no body of its own. Every fault at once.</summary>
    public static void FromAddress(IMessage request, HttpRequest http)
    {
        var faults = new List<Fault>();
        foreach (var (name, value) in http.RouteValues)
        {
            // A slash within a number (GB/EW/2026/118402) reaches routing encoded, and routing leaves it so.
            var text = (Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
            Set(request, request.Descriptor.FindFieldByName(name), name, text, faults);
        }

        foreach (var (name, values) in http.Query)
        {
            var field = request.Descriptor.Fields.InFieldNumberOrder().FirstOrDefault(field => field.JsonName == name);
            if (field is not null && http.RouteValues.ContainsKey(field.Name))
            {
                faults.Add(new Fault { Code = "SWR020", Path = name, Message = $"The path gives {name} already." });
            }
            else
            {
                Set(request, field, name, values.ToString(), faults);
            }
        }

        faults.RefuseIfAny();
    }

    /// <summary>The body as JSON. An empty body is an empty message, but no declaration.</summary>
    /// <param name="http">The request.</param>
    /// <param name="elsewhere">Fields that the address gives: no members of the body.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<Reading<T>> FromJson<T>(HttpRequest http, IReadOnlySet<FieldDescriptor> elsewhere, CancellationToken cancel)
        where T : class, IMessage<T>, new()
    {
        while (true)
        {
            var read = await http.BodyReader.ReadAsync(cancel);
            if (!read.IsCompleted)
            {
                http.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var reading = read.Buffer.IsEmpty && typeof(T) != typeof(Declaration) ? JsonReading.Read<T>("{}"u8)
                : read.Buffer.IsSingleSegment ? Read<T>(read.Buffer.FirstSpan, elsewhere)
                : Read<T>(read.Buffer.ToArray(), elsewhere);
            http.BodyReader.AdvanceTo(read.Buffer.End);
            return reading;
        }
    }

    // A query about goods may be a declaration as it stands; what makes it one is its shipment.
    private static Reading<T> Read<T>(ReadOnlySpan<byte> body, IReadOnlySet<FieldDescriptor> elsewhere)
        where T : class, IMessage<T>, new()
    {
        if (typeof(T) != typeof(RequirementQuery) || body.IndexOf("\"goodsShipment\""u8) < 0)
        {
            return JsonReading.Read<T>(body, elsewhere);
        }

        var declared = JsonReading.Read<Declaration>(body);
        return new Reading<T>((T)(object)new RequirementQuery { Declaration = declared.Message }, declared.Faults, declared.Warnings, declared.NotReadable);
    }

    private static void Set(IMessage request, FieldDescriptor? field, string name, string value, List<Fault> faults)
    {
        object? parsed = field?.FieldType switch
        {
            FieldType.String when !field.IsRepeated => value,
            FieldType.Bool => bool.TryParse(value, out var flag) ? flag : null,
            FieldType.Int32 => int.TryParse(value, out var number) ? number : null,
            _ => null,
        };

        // A filter that is misspelt would show more than was asked for: it is refused, not ignored.
        if (field is null)
        {
            faults.Add(new Fault { Code = "SWR022", Path = name, Message = $"There is no parameter {name} here; remove it." });
        }
        else if (parsed is null)
        {
            faults.Add(new Fault { Code = "SWR021", Path = name, Message = $"\"{value}\" is not a value that {name} takes." });
        }
        else
        {
            field.Accessor.SetValue(request, parsed);
        }
    }
}
