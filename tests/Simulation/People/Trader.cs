// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Conditions;
using Cbm.ServiceDefaults.Problems;
using Cbm.Simulation.Services;
using Grpc.Core;

namespace Cbm.Simulation.People;

/// <summary>The trader of one declaration: lodges it, answers what is asked, and tells its arrival, or leaves that to the carrier.</summary>
internal sealed class Trader(Client client, Story story, Ledger ledger)
{
    private static readonly Person Declarant = new("demo-trader", "trader", Party: Goods.Trader);
    private static readonly Person Carrier = new("demo-carrier", "carrier");
    private readonly Amender _amender = new(client, story, ledger, Declarant);

    public async Task Live()
    {
        await client.Pause(0, 20);
        await Lodge();
        while (!client.IsOver && story.Mrn is not null)
        {
            // Some are in a hurry: what they change twice overtakes itself on its way.
            await (story.IsHurried && !client.IsDiligent ? client.Pause(0.05, 1.5) : client.Pause(1, 8));
            var (mrn, losses) = (story.Mrn, ledger.Losses);
            try
            {
                var view = await client.Insist(Ground.Window, $"view {story.Lrn}", service =>
                    Window(service).GetDeclaration(new GetDeclarationRequest { Mrn = mrn }, new SimulatedCall(Declarant)));
                if (losses != ledger.Losses)
                {
                    // Told by a store that is lost since.
                    continue;
                }

                See(view);
                await Act(view);
            }
            catch (RpcException gone) when (gone.StatusCode == StatusCode.NotFound && ledger.MayBeLost(Ground.Window, story.AcknowledgedAt(mrn)))
            {
                // It is lost with the window's newer store; lodging it twice at once may have told another since.
                story.Forget(mrn);
                if (story.Mrn is null)
                {
                    await Lodge();
                }
            }
            catch (RpcException gone) when (gone.StatusCode == StatusCode.NotFound)
            {
                ledger.Violate($"{story.Lrn} was acknowledged and is not there any more");
                return;
            }
        }
    }

    private static Declarations.DeclarationEndpoint Window(Kernel.IService service) => ((SimulatedWindow)service).Endpoint;

    private async Task Lodge()
    {
        // Some send it twice at once, or lodge without a key: the LRN alone must do.
        var key = client.World.Chance.Next(2) == 0 ? client.Key() : null;
        var request = new LodgeRequest { Declaration = story.Tree };
        async Task Send()
        {
            var view = await client.Insist(Ground.Window, $"lodge {story.Lrn}", service =>
                Window(service).LodgeDeclaration(request.Clone(), new SimulatedCall(Declarant, key, method: "lodge")));
            story.Acknowledge(view.Mrn, client.World.Now);
        }

        try
        {
            Task[] sent = client.World.Chance.Next(4) == 0 ? [Send(), Send()] : [Send()];
            await Task.WhenAll(sent);
        }
        catch (RpcException refused)
        {
            var faults = Refusal.ProblemOf(refused)?.Errors.Select(fault => $"{fault.Code} {fault.Path}") ?? [];
            ledger.Violate($"Lodging {story.Lrn} was refused: {refused.StatusCode} {string.Join(", ", faults)}");
        }
    }

    private void See(DeclarationView view)
    {
        // What is on its way while an answer is given may be older than it.
        foreach (var question in view.Questions)
        {
            foreach (var (asked, _, revision, _) in story.Answered.Where(one => view.Revision >= one.Revision && !ledger.MayBeLost(Ground.Window, one.At)))
            {
                var isSame = asked.Unit.Length == 0
                    ? question.Unit.Length == 0 && question.Attribute == asked.Attribute && question.Items.Intersect(asked.Items).Any()
                    : question.Unit == asked.Unit && question.Id == asked.Id;
                if (isSame)
                {
                    ledger.Violate($"{story.Lrn} is asked {question.Id} again in revision {view.Revision}, answered in {revision}");
                }
            }
        }

        var isPutBack = ledger.MayBeLost(Ground.Window, story.SeenAt);
        if (view.Revision >= story.Seen.Revision || isPutBack)
        {
            if (story.HasEnded && story.Seen.State != view.State && !isPutBack)
            {
                ledger.Violate($"{story.Lrn} was {story.Seen.State} and is {view.State}");
            }

            (story.Seen, story.SeenAt) = ((view.State, view.Revision), client.World.Now);
        }
    }

    private async Task Act(DeclarationView view)
    {
        try
        {
            if (!client.IsDiligent && client.World.Chance.Next(3) == 0)
            {
                await _amender.Amend(view);
            }
            else if (!client.IsDiligent && client.World.Chance.Next(15) == 0)
            {
                await _amender.Cancel(view);
            }
            else if (view.Questions.Count > 0 && (client.IsDiligent || client.World.Chance.Next(3) > 0))
            {
                await Answer(view);
            }
            else if (!view.Presented && (client.IsDiligent || client.World.Chance.Next(6) == 0))
            {
                await Arrive();
            }
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.FailedPrecondition or StatusCode.InvalidArgument or StatusCode.Aborted)
        {
            // It has ended meanwhile, or somebody else has answered: the next look tells.
        }
    }

    private async Task Answer(DeclarationView view)
    {
        var asked = view.Questions.Where(_ => client.IsDiligent || client.World.Chance.Next(3) > 0).DefaultIfEmpty(view.Questions[0]).ToList();
        var request = new AnswerRequest { Mrn = view.Mrn, Answers = { asked.Select(Reply) } };
        var key = client.Key();
        var after = await client.Insist(Ground.Window, $"answer {story.Lrn} {string.Join(' ', asked.Select(one => one.Id))}", service =>
            Window(service).AnswerQuestions(request.Clone(), new SimulatedCall(Declarant, key, method: "answer")));
        story.Answered.AddRange(asked.Zip(request.Answers).Select(pair => (pair.First, pair.Second, after.Revision, client.World.Now)));
    }

    private Answer Reply(Question question)
    {
        if (question.Unit.Length > 0)
        {
            return new Answer { Id = question.Id, Text = $"As to {question.Id}: it is on its way." };
        }

        var isYes = client.World.Chance.Next(3) == 0;
        return new Answer
        {
            Id = question.Id,
            Value = KnownAttribute.Find(question.Attribute)?.Kind == AttributeKind.Number
                ? new Scalar { Number = isYes ? "60" : "0" }
                : new Scalar { Flag = isYes },
        };
    }

    private async Task Arrive()
    {
        var who = client.World.Chance.Next(2) == 0 ? Declarant : Carrier;
        var notice = new ArrivalRequest { Mrn = story.Mrn!, Place = "FIHEL", TransportDocument = Goods.Waybill };
        var key = client.Key();
        story.ArrivalTold = true;
        await client.Insist(Ground.Window, $"arrival of {story.Lrn}", service =>
            Window(service).NotifyArrival(notice.Clone(), new SimulatedCall(who, key, method: "arrival")));
        story.ArrivalHeardAt = client.World.Now;
    }
}
