// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace Cbm.Local.Demo;

/// <summary>The officers of the demo: one for each unit, who takes what is in the queue, asks once where the journey says so, and approves.</summary>
public sealed class Officers(Api api, Action<string> say)
{
    // The unit, its officer, and the law that its approval names.
    private static readonly Dictionary<string, (string Client, string LegalBasis)> People = new()
    {
        ["CUSTOMS"] = ("demo-officer-customs", "Regulation (EU) No 952/2013"),
        ["PUBLIC_HEALTH"] = ("demo-officer-health", "Delegated Regulation (EU) 2016/127"),
        ["PLANT_HEALTH"] = ("demo-officer-plant", "Regulation (EU) 2016/2031"),
        ["VETERINARY"] = ("demo-officer-vet", "Regulation (EU) 2017/625"),
        ["STANDARDS"] = ("demo-officer-standards", "Directive 2009/48/EC"),
    };

    // The law of an agency that the demo does not know: goods are released when examined and permitted.
    private const string AnyLegalBasis = "Revised Kyoto Convention, General Annex, Standard 3.40";

    /// <summary>Whether the unit's officer found something to do on this declaration, and did it.</summary>
    /// <exception cref="JourneyFailedException">It was refused.</exception>
    public async Task<bool> Act(string mrn, string agency, string unit, string state)
    {
        if (state is not ("" or "PENDING" or "IN_REVIEW" or "ESCALATED")) return false;
        var (officer, law) = People.TryGetValue(unit, out var person) ? person : ($"demo-officer-{agency.ToLowerInvariant()}", AnyLegalBasis);
        var queue = (await api.Get(officer, $"/agencies/{agency}/reviews?unit={unit}&limit=200")).Body!["reviews"]!.AsArray();
        // Not there yet: its slice is still on the way.
        if (queue.FirstOrDefault(one => (string)one!["mrn"]! == mrn) is not { } found) return false;

        var path = $"/agencies/{agency}/reviews/{found["id"]}";
        var review = await api.Get(officer, path);
        switch ((string)review.Body!["state"]!)
        {
            case "PENDING" or "ESCALATED":
                if (!await Try(officer, path + "/take", [], review.ETag)) return false;
                say($"{unit}'s officer takes the review");
                return true;
            case "IN_REVIEW" when unit == "PUBLIC_HEALTH" && review.Body["requests"] is not JsonArray { Count: > 0 }:
                await api.Post(officer, path + "/information-requests", Question());
                say($"{unit}'s officer asks the trader for a test report of the infant formula");
                return true;
            case "IN_REVIEW":
                return await Approve(officer, law, unit, path, review);
            default:
                return false;
        }
    }

    private async Task<bool> Approve(string officer, string law, string unit, string path, ApiAnswer review)
    {
        var drawn = (review.Body!["controls"] as JsonArray ?? []).Where(control => string.IsNullOrEmpty((string?)control!["result"])).ToList();
        var results = drawn.Select(control => new JsonObject
        {
            ["requirement"] = (string)control!["requirement"]!,
            ["item"] = (int)control["item"]!,
            ["type"] = (string)control["type"]!,
            ["result"] = "CONFORM",
            ["text"] = "As declared.",
        });
        var decision = new JsonObject { ["outcome"] = "APPROVE", ["reasonCode"] = "CONFORM", ["legalBasis"] = law };
        if (drawn.Count > 0) decision["controls"] = new JsonArray([.. results]);
        if (!await Try(officer, path + "/decision", decision, review.ETag)) return false;
        var told = drawn.Count > 0 ? $", with the results of {drawn.Count} controls" : "";
        say($"{unit}'s officer approves{told}");
        return true;
    }

    // Somebody else was faster: look again.
    private async Task<bool> Try(string officer, string path, JsonObject body, string? ifMatch)
    {
        using var content = System.Net.Http.Json.JsonContent.Create(body);
        var answer = await api.Send(officer, HttpMethod.Post, path, content, ifMatch);
        if (answer.Status is 409 or 412) return false;
        return answer.IsSuccess ? true : throw new JourneyFailedException($"{path} was refused: {answer.FirstError}");
    }

    private static JsonObject Question() => new()
    {
        ["questions"] = new JsonArray(new JsonObject
        {
            ["text"] = "Send the test report of this lot by an accredited laboratory.",
            ["item"] = 3,
            ["documentCode"] = "4",
        }),
        ["dueDays"] = 5,
    };
}
