// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Simulation.Services;
using Grpc.Core;

namespace Cbm.Simulation.People;

/// <summary>An officer of one unit: takes reviews, asks, returns, decides, detains and lifts.</summary>
internal sealed class Officer(Client client, Ledger ledger, string agency, string unit, int number)
{
    private readonly Person _person = new($"officer-{unit}-{number}", "officer", Agency: agency, Unit: unit);
    private readonly Dictionary<string, int> _tries = [];

    public async Task Work()
    {
        while (!client.IsOver)
        {
            await client.Pause(1, 8);
            foreach (var review in await Queue())
            {
                if (client.IsDiligent || client.World.Chance.Next(2) == 0)
                {
                    await Try(review);
                }
            }
        }
    }

    /// <summary>Registers the unit's own permit.</summary>
    public async Task Register()
    {
        await client.Pause(0, 20);
        var request = new RegisterLpcoRequest
        {
            Lpco = new Lpco
            {
                Number = Goods.Permit,
                Unit = unit,
                DocumentCode = "911",
                Holder = Goods.Trader,
                Direction = "IM",
                Hs = { "060290" },
                Origin = "GB",
                ValidFrom = "2026-01-01",
                ValidTo = "2026-12-31",
                Issuer = unit,
            },
        };
        var key = client.Key();
        await client.Insist(agency, "register the permit", service => Agency(service).RegisterLpco(request.Clone(), new SimulatedCall(_person, key, method: "register")));
        ledger.Documents.Add((agency, Goods.Permit, client.World.Now));
    }

    private static Agencies.Reviews.ReviewEndpoint Agency(Kernel.IService service) => ((SimulatedAgency)service).Endpoint;

    private async Task<IReadOnlyList<Review>> Queue() => (await client.Insist(agency, $"queue of {unit}", service =>
        Agency(service).ListReviews(new ListReviewsRequest { Unit = unit, Limit = 200 }, new SimulatedCall(_person)))).Reviews;

    private async Task Try(Review seen)
    {
        try
        {
            switch (seen.State)
            {
                case ReviewState.Pending or ReviewState.Escalated:
                    await Step(seen, "reviewTaken", (endpoint, call) => endpoint.TakeReview(new TakeReviewRequest { Id = seen.Id }, call));
                    break;
                case ReviewState.Detained when client.IsDiligent || client.World.Chance.Next(3) == 0:
                    await Step(seen, "reviewTaken", (endpoint, call) => endpoint.TakeReview(new TakeReviewRequest { Id = seen.Id }, call));
                    break;
                case ReviewState.InReview when seen.Assignee == _person.Subject:
                    await Review(seen);
                    break;
            }
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.FailedPrecondition or StatusCode.Aborted or StatusCode.InvalidArgument or StatusCode.NotFound)
        {
            // Somebody was faster, or the decision is not allowed: the next look tells.
            _tries[seen.Id] = _tries.GetValueOrDefault(seen.Id) + 1;
        }
    }

    private async Task Review(Review seen)
    {
        var mood = client.IsDiligent ? 99 : client.World.Chance.Next(100);
        if (mood < 10)
        {
            await Step(seen, "reviewReturned", (endpoint, call) => endpoint.ReturnReview(new ReturnReviewRequest { Id = seen.Id }, call));
        }
        else if (mood < 30)
        {
            // Two at once now and then, of which the trader may answer one.
            InformationQuestion[] questions = [new() { Text = "Send the report of the test.", DocumentCode = "4" }, new() { Text = "Where are the goods kept?" }];
            var request = new RequestInformationRequest { Id = seen.Id, Questions = { questions[..(1 + (seen.Revision % 2))] } };
            await Step(seen, "informationRequested", (endpoint, call) => endpoint.RequestInformation(request.Clone(), call));
        }
        else if (mood > 35)
        {
            var decision = Decision(seen);
            await Step(seen, "reviewDecided", (endpoint, call) => endpoint.Decide(decision.Clone(), call), decision.Outcome);
        }
    }

    private DecideRequest Decision(Review seen)
    {
        var outcome = client.IsDiligent
            ? (_tries.GetValueOrDefault(seen.Id) % 3) switch { 0 => Outcome.Approve, 1 => Outcome.Waive, _ => Outcome.Refuse }
            : client.World.Chance.Next(10) switch { < 5 => Outcome.Approve, 5 => Outcome.Conditional, 6 => Outcome.Waive, 7 => Outcome.Refuse, _ => Outcome.Detain };
        var request = new DecideRequest { Id = seen.Id, Outcome = outcome, ReasonCode = "R1", LegalBasis = "RKC 3.40" };
        var items = seen.Findings.Select(finding => finding.Item).Distinct().ToList();
        if (!client.IsDiligent && items.Count > 1 && client.World.Chance.Next(3) == 0)
        {
            request.Items.Add(items[client.World.Chance.Next(items.Count)]);
        }

        if (outcome == Outcome.Conditional)
        {
            request.Conditions.Add(new Condition { Text = "Show the goods.", Owner = "the importer", Due = "2026-12-31", Security = "an undertaking" });
        }

        request.Controls.AddRange(seen.Controls.Where(control => control.Result.Length == 0 && (request.Items.Count == 0 || request.Items.Contains(control.Item)))
            .Select(control => new Control { Requirement = control.Requirement, Item = control.Item, Type = control.Type, Result = "CONFORM", Text = "As declared." }));
        return request;
    }

    private async Task Step(Review seen, string name, Func<Agencies.Reviews.ReviewEndpoint, ServerCallContext, Task<Review>> step, Outcome outcome = Outcome.Unspecified)
    {
        var key = client.Key();
        var after = await client.Insist(agency, $"{name} {seen.Id} {outcome}", service =>
            step(Agency(service), new SimulatedCall(_person, key, seen.Revision, name)));
        ledger.Steps.Add(new OfficersStep(agency, seen.Id, name, _person.Subject, after.Revision, outcome, client.World.Now));
    }
}
