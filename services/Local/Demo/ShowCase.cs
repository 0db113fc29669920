// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using Cbm.Client;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;

namespace Cbm.Local.Demo;

/// <summary>The journey of the show-case: one container with plants, honey, infant formula and toys, from lodging to release.</summary>
public sealed class ShowCase(Callers callers, Action<string> say, CancellationToken cancel = default)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly string[] Ends = ["RELEASED", "REFUSED", "REJECTED", "CANCELLED", "INVALIDATED", "ABANDONED", "DETAINED", "CONDITIONALLY_RELEASED"];

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly DeclarationCalls trader = callers.As("demo-trader").Declarations;
    private readonly Officers officers = new(callers, say, cancel);
    private int told;
    private string state = "";

    /// <summary>Lodges it and plays everybody's part until the goods are released; gives its MRN.</summary>
    /// <exception cref="JourneyFailedException">It is not released.</exception>
    /// <exception cref="ProblemException">Somebody was refused on the way.</exception>
    public async Task<string> Play()
    {
        var declaration = Read();
        await RegisterPermit(declaration);

        var view = (await trader.Lodge(declaration, cancel)).View;
        var mrn = view.Mrn;
        say($"The trader lodges show-case.json: MRN {mrn}");
        await Tell(view);

        while (!Ends.Contains(view.State))
        {
            if (clock.Elapsed > Longest) throw new JourneyFailedException($"{mrn} is still {view.State} after {Longest.TotalSeconds:0} s");
            if (!await Step(view, declaration)) await Task.Delay(200, cancel);
            view = await trader.Get(mrn, cancel);
            await Tell(view);
        }
        if (view.State != "RELEASED") throw new JourneyFailedException($"{mrn} ended as {view.State}");
        say($"{mrn} is released, {clock.Elapsed.TotalSeconds:0.0} s after the start of the journey.");
        return mrn;
    }

    /// <summary>The declaration as the contract brings it, under an LRN of the caller's choice.</summary>
    public static Declaration Read(string? lrn = null)
    {
        using var stream = typeof(Declaration).Assembly.GetManifestResourceStream("samples/show-case.json")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var declaration = JsonReading.Read<Declaration>(bytes.ToArray()).Message!;
        if (lrn is not null) declaration.FunctionalReferenceId = lrn;
        return declaration;
    }

    // Plant's own permit for the growing medium must be in its register before the plants are declared. The infant formula's
    // certificate is a foreign one and in no register: Health judges it.
    private async Task RegisterPermit(Declaration declaration)
    {
        var today = DateTime.UtcNow.Date;
        var permit = Document(declaration, "911");
        await callers.As("demo-officer-plant").Lpcos.Register("AGRICULTURE", new Lpco
        {
            Number = permit,
            Unit = "PLANT_HEALTH",
            DocumentCode = "911",
            Holder = "FI1234567-8",
            Direction = "IM",
            Hs = { "060290" },
            Origin = "GB",
            ValidFrom = Day(today.AddMonths(-1)),
            ValidTo = Day(today.AddYears(1)),
            Issuer = "PLANT_HEALTH",
        }, cancel);
        say($"Plant health registers the growing-medium permit {permit}");
    }

    // One thing that somebody can do now; false: everybody waits.
    private async Task<bool> Step(DeclarationView view, Declaration declaration)
    {
        if (view.Questions.Count > 0) return await AnswerAll(view);
        foreach (var unit in view.Agencies)
            if (await officers.Act(view.Mrn, unit)) return true;
        if (view.State != "AWAITING_ARRIVAL") return false;
        await trader.NotifyArrival(new ArrivalRequest
        {
            Mrn = view.Mrn,
            Place = "FIHEL",
            Time = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            TransportDocument = Document(declaration, "705"),
        }, cancel);
        say("The ship is in Helsinki: the trader presents the goods");
        return true;
    }

    private async Task<bool> AnswerAll(DeclarationView view)
    {
        var answers = new AnswerRequest { Mrn = view.Mrn };
        foreach (var question in view.Questions)
        {
            if (question.Unit.Length == 0) throw new JourneyFailedException($"the show-case leaves a question open: {question.Text}");
            say($"The trader answers {question.Unit}: test report FI-LAB-4711 by reference");
            answers.Answers.Add(new Answer
            {
                Id = question.Id,
                Text = "The accredited laboratory's report is attached by its number.",
                Documents = { new AdditionalDocument { TypeCode = question.DocumentCode.Length > 0 ? question.DocumentCode : "4", Id = "FI-LAB-4711" } },
            });
        }
        await trader.Answer(answers, cancel);
        return true;
    }

    // The log has every step, also those between two looks.
    private async Task Tell(DeclarationView view)
    {
        foreach (var step in (await trader.Events(view.Mrn, cancel)).Skip(told))
        {
            told++;
            say($"  {(step.Unit.Length > 0 ? $"{step.Unit}: " : "")}{step.Name}{(step.Text.Length > 0 ? $" ({step.Text})" : "")}");
        }
        if (view.State == state) return;
        state = view.State;
        say($"State: {state}");
    }

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Number of the first document of that type, of the declaration or of a goods item.
    private static string Document(Declaration declaration, string type) =>
        declaration.AdditionalDocument.Concat(declaration.GoodsShipment.GovernmentAgencyGoodsItem.SelectMany(item => item.AdditionalDocument))
            .FirstOrDefault(one => one.TypeCode == type)?.Id ?? throw new JourneyFailedException($"the show-case has no document of type {type}");
}
