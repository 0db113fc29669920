// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Simulation.People;

namespace Cbm.Benchmarks.Faults;

/// <summary>The officer of one unit, as in the simulation: takes reviews, asks, returns, decides, detains and lifts; in the calm approves what may be approved.</summary>
internal sealed class Officer(Day day, Person person, string agency, string unit, Random chance)
{
    private readonly Dictionary<string, int> tries = [];

    private string Reviews => $"/agencies/{agency}/reviews";

    /// <summary>Works until everybody has gone home.</summary>
    public async Task Work()
    {
        while (!day.IsOver)
        {
            await day.Pause(chance, 0.4, 1.5);
            // Those that wait come first; a page holds more than one officer does in a round.
            var told = await person.Look($"{Reviews}?unit={unit}&limit=100");
            if (!told.IsDone) throw new BenchmarkFailedException($"the queue of {unit} is answered {told.Status}");
            var waiting = told.Read<ReviewList>().Reviews.Where(review => review.State is ReviewState.Pending or ReviewState.Escalated or ReviewState.Detained or ReviewState.InReview);
            foreach (var review in waiting.Take(20))
                if (day.IsCalm || chance.Next(2) == 0) await Act(review);
        }
    }

    /// <summary>Registers the unit's own permit.</summary>
    public async Task Register()
    {
        var today = DateTime.UtcNow.Date;
        var lpco = new Lpco
        {
            Number = Goods.Permit,
            Unit = unit,
            DocumentCode = "911",
            Holder = Goods.Trader,
            Direction = "IM",
            Hs = { "060290" },
            Origin = "GB",
            ValidFrom = $"{today.AddMonths(-1):yyyy-MM-dd}",
            ValidTo = $"{today.AddYears(1):yyyy-MM-dd}",
            Issuer = unit,
        };
        var told = await person.Do($"/agencies/{agency}/lpcos", lpco, key: Person.Key());
        if (!told.IsDone) throw new BenchmarkFailedException($"{unit} cannot register its permit: {told.Status} {System.Text.Encoding.UTF8.GetString(told.Body)}");
        day.Registered(agency, Goods.Permit);
    }

    private async Task Act(Review seen)
    {
        var path = $"{Reviews}/{seen.Id}";
        switch (seen.State)
        {
            case ReviewState.Pending or ReviewState.Escalated:
            case ReviewState.Detained when day.IsCalm || chance.Next(3) == 0:
                await Step(seen, "reviewTaken", path + "/take", null);
                break;
            case ReviewState.InReview when seen.Assignee == person.Name:
                await Review(seen, path);
                break;
        }
    }

    private async Task Review(Review seen, string path)
    {
        var mood = day.IsCalm ? 99 : chance.Next(100);
        if (mood < 10)
        {
            await Step(seen, "reviewReturned", path + "/return", null);
        }
        else if (mood < 30)
        {
            var question = new InformationQuestion { Text = "Send the report of the test.", DocumentCode = "4" };
            await Step(seen, "informationRequested", path + "/information-requests", new RequestInformationRequest { Questions = { question } });
        }
        else if (mood > 35)
        {
            var decision = Decision(seen);
            await Step(seen, "reviewDecided", path + "/decision", decision, decision.Outcome);
        }
    }

    private DecideRequest Decision(Review seen)
    {
        var outcome = day.IsCalm
            ? (tries.GetValueOrDefault(seen.Id) % 3) switch { 0 => Outcome.Approve, 1 => Outcome.Waive, _ => Outcome.Refuse }
            : chance.Next(10) switch { < 5 => Outcome.Approve, 5 => Outcome.Conditional, 6 => Outcome.Waive, 7 => Outcome.Refuse, _ => Outcome.Detain };
        var request = new DecideRequest { Outcome = outcome, ReasonCode = "R1", LegalBasis = "RKC 3.40" };
        var items = seen.Findings.Select(finding => finding.Item).Distinct().ToList();
        if (!day.IsCalm && items.Count > 1 && chance.Next(3) == 0) request.Items.Add(items[chance.Next(items.Count)]);
        if (outcome == Outcome.Conditional)
            request.Conditions.Add(new Contracts.Condition { Text = "Show the goods.", Owner = "the importer", Due = $"{DateTime.UtcNow.AddDays(30):yyyy-MM-dd}", Security = "an undertaking" });
        request.Controls.AddRange(seen.Controls.Where(control => control.Result.Length == 0 && (request.Items.Count == 0 || request.Items.Contains(control.Item)))
            .Select(control => new Control { Requirement = control.Requirement, Item = control.Item, Type = control.Type, Result = "CONFORM", Text = "As declared." }));
        return request;
    }

    private async Task Step(Review seen, string name, string path, Google.Protobuf.IMessage? body, Outcome outcome = Outcome.Unspecified)
    {
        var told = await person.Do(path, body, seen.Revision, Person.Key());
        if (told.IsDone) day.Stepped(new OfficersStep(agency, seen.Id, name, person.Name, told.Read<Review>().Revision, outcome, DateTimeOffset.UtcNow));
        // The review has changed meanwhile, or the decision is not allowed: the next look tells.
        else if (told.Status is 404 or 409 or 412 or 422) tries[seen.Id] = tries.GetValueOrDefault(seen.Id) + 1;
        else throw new BenchmarkFailedException($"{path} is answered {told.Status}: {System.Text.Encoding.UTF8.GetString(told.Body)}");
    }
}
