// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.Json.Nodes;
using Cbm.Contracts;

namespace Cbm.Local.Demo;

/// <summary>The journey of the show-case: one container with plants, honey, infant formula and toys, from lodging to release.</summary>
public sealed class ShowCase(Api api, Action<string> say)
{
    private const string Trader = "demo-trader";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly string[] Ends = ["RELEASED", "REFUSED", "REJECTED", "CANCELLED", "INVALIDATED", "ABANDONED", "DETAINED", "CONDITIONALLY_RELEASED"];

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Officers officers = new(api, say);
    private int told;
    private string state = "";

    /// <summary>Lodges it and plays everybody's part until the goods are released; gives its MRN.</summary>
    /// <exception cref="JourneyFailedException">It is not released.</exception>
    public async Task<string> Play()
    {
        var declaration = Read();
        await RegisterPermit(declaration);

        var view = (await api.Post(Trader, "/declarations", declaration)).Body!;
        var mrn = (string)view["mrn"]!;
        say($"The trader lodges show-case.json: MRN {mrn}");
        await Tell(mrn, view);

        while (!Ends.Contains((string)view["state"]!))
        {
            if (clock.Elapsed > Longest) throw new JourneyFailedException($"{mrn} is still {view["state"]} after {Longest.TotalSeconds:0} s");
            if (!await Step(mrn, view, declaration)) await Task.Delay(200, api.Cancellation);
            view = (await api.Get(Trader, $"/declarations/{mrn}")).Body!;
            await Tell(mrn, view);
        }
        if ((string)view["state"]! != "RELEASED") throw new JourneyFailedException($"{mrn} ended as {view["state"]}");
        say($"{mrn} is released, {clock.Elapsed.TotalSeconds:0.0} s after the start of the journey.");
        return mrn;
    }

    /// <summary>The declaration as the contract brings it.</summary>
    public static JsonObject Read()
    {
        using var stream = typeof(Declaration).Assembly.GetManifestResourceStream("samples/show-case.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    // Plant's own permit for the growing medium must be in its register before the plants are declared. The infant formula's
    // certificate is a foreign one and in no register: Health judges it.
    private async Task RegisterPermit(JsonObject declaration)
    {
        var today = DateTime.UtcNow.Date;
        var permit = Document(declaration, "911");
        await api.Post("demo-officer-plant", "/agencies/AGRICULTURE/lpcos", new JsonObject
        {
            ["number"] = (string)permit["id"]!,
            ["unit"] = "PLANT_HEALTH",
            ["documentCode"] = "911",
            ["holder"] = "FI1234567-8",
            ["direction"] = "IM",
            ["hs"] = new JsonArray("060290"),
            ["origin"] = "GB",
            ["validFrom"] = today.AddMonths(-1).ToString("yyyy-MM-dd"),
            ["validTo"] = today.AddYears(1).ToString("yyyy-MM-dd"),
            ["issuer"] = "PLANT_HEALTH",
        });
        say($"Plant health registers the growing-medium permit {permit["id"]}");
    }

    // One thing that somebody can do now; false: everybody waits.
    private async Task<bool> Step(string mrn, JsonNode view, JsonObject declaration)
    {
        if (view["questions"] is JsonArray { Count: > 0 } questions) return await AnswerAll(mrn, questions);
        foreach (var unit in view["agencies"]!.AsArray())
            if (await officers.Act(mrn, (string)unit!["agency"]!, (string)unit["unit"]!, (string?)unit["state"] ?? "")) return true;
        if ((string)view["state"]! != "AWAITING_ARRIVAL") return false;
        await api.Post(Trader, $"/declarations/{mrn}/arrival", new JsonObject
        {
            ["place"] = "FIHEL",
            ["time"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ"),
            ["transportDocument"] = (string)Document(declaration, "705")["id"]!,
        });
        say("The ship is in Helsinki: the trader presents the goods");
        return true;
    }

    private async Task<bool> AnswerAll(string mrn, JsonArray questions)
    {
        var answers = new JsonArray();
        foreach (var question in questions.OfType<JsonNode>())
        {
            if (Text(question, "unit").Length == 0) throw new JourneyFailedException($"the show-case leaves a question open: {question["text"]}");
            say($"The trader answers {question["unit"]}: test report FI-LAB-4711 by reference");
            answers.Add(new JsonObject
            {
                ["id"] = (string)question["id"]!,
                ["text"] = "The accredited laboratory's report is attached by its number.",
                ["documents"] = new JsonArray(new JsonObject { ["typeCode"] = Text(question, "documentCode") is { Length: > 0 } code ? code : "4", ["id"] = "FI-LAB-4711" }),
            });
        }
        await api.Post(Trader, $"/declarations/{mrn}/answers", new JsonObject { ["answers"] = answers });
        return true;
    }

    // The log has every step, also those between two looks.
    private async Task Tell(string mrn, JsonNode view)
    {
        foreach (var step in (await api.Get(Trader, $"/declarations/{mrn}/events")).Body!["events"]!.AsArray().Skip(told))
        {
            told++;
            var unit = Text(step!, "unit") is { Length: > 0 } code ? code + ": " : "";
            say($"  {unit}{step!["name"]}{(Text(step, "text") is { Length: > 0 } text ? $" ({text})" : "")}");
        }
        if ((string)view["state"]! is var now && now == state) return;
        state = now;
        say($"State: {state}");
    }

    private static string Text(JsonNode node, string name) => (string?)node[name] ?? "";

    // The first of that type anywhere in the declaration, header or item, N705 in one dialect being 705 of category N in another.
    private static JsonObject Document(JsonNode at, string type) =>
        Everything(at).OfType<JsonObject>().FirstOrDefault(one => one["id"] is JsonValue && one["typeCode"] is JsonValue code && Matches((string)code!, type))
        ?? throw new JourneyFailedException($"the show-case has no document of type {type}");

    private static bool Matches(string code, string type) => code == type || (code.Length == type.Length + 1 && code.EndsWith(type, StringComparison.Ordinal));

    private static IEnumerable<JsonNode> Everything(JsonNode? at) => at switch
    {
        JsonObject thing => thing.SelectMany(member => Everything(member.Value)).Prepend(thing),
        JsonArray list => list.SelectMany(Everything),
        _ => [],
    };
}
