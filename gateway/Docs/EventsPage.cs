// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using System.Text.Json;
using Cbm.Contracts.Events;

namespace Cbm.Gateway.Docs;

/// <summary>A page that lists every event of a declaration as subscribers get it: a CloudEvent in structured JSON.</summary>
internal static class EventsPage
{
    private static readonly JsonSerializerOptions Shown = new() { WriteIndented = true };

    /// <summary>The page.</summary>
    public static string Write(IEnumerable<EventKind> kinds)
    {
        var page = new StringBuilder("""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Single Window: events</title>
            <link rel="stylesheet" href="/docs/docs.css">
            <main>
            <h1>Events</h1>
            <p>What happens to a declaration is told as CloudEvents 1.0 in structured JSON, and stands in its log
            (<code>GET /api/v1/declarations/{mrn}/events</code>). An event names what happened; what the declaration says is asked for by its MRN.
            The coordinator and the auditor are shown the whole log. Back to <a href="/docs">the operations</a>.</p>

            """);
        foreach (var kind in kinds)
        {
            page.AppendLine($"<section id=\"{Text(kind.Name)}\"><h2>{Text(kind.Name)}</h2>")
                .AppendLine($"<p>{Text(kind.When)}</p>")
                .AppendLine($"<dl><dt>Type<dd><code>{Text(kind.Type)}</code><dt>Who sees it<dd>{Who(kind.Sees)}</dl>")
                .AppendLine($"<details><summary>Example</summary><pre>{Text(Example(kind))}</pre></details></section>");
        }
        return page.AppendLine("</main>").AppendLine("</html>").ToString();
    }

    private static string Who(EventAudience audience) => audience == EventAudience.Unit
        ? "the trader, and the officers of the unit that it concerns"
        : "the trader, and the officers of every unit that has a part in the declaration";

    private static string Example(EventKind kind)
    {
        var data = new Dictionary<string, object>
        {
            ["mrn"] = "26XXSWA0000000012R",
            ["lrn"] = "SHOW-CASE-0001",
            ["version"] = 1,
            ["state"] = "UNDER_REVIEW",
            ["revision"] = 4,
            ["event"] = kind.Name,
            ["sequence"] = 7,
        };
        if (kind.Sees == EventAudience.Unit) data["unit"] = "PLANT_HEALTH";
        return JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["specversion"] = "1.0",
            ["id"] = "26XXSWA0000000012R-7",
            ["source"] = "/declarations",
            ["type"] = kind.Type,
            ["subject"] = "26XXSWA0000000012R",
            ["time"] = "2026-01-14T08:30:00Z",
            ["datacontenttype"] = "application/json",
            ["data"] = data,
        }, Shown);
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
