// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Problems;
using Cbm.Simulation.Services;
using Grpc.Core;

namespace Cbm.Simulation.People;

/// <summary>A trader who declares other goods than before, or takes the declaration back.</summary>
internal sealed class Amender(Client client, Story story, Ledger ledger, Person declarant)
{
    // Goods items that an amendment changed of which it is not known whether it was taken: the next one changes them, too.
    private readonly HashSet<int> _unsure = [];
    private int _reasons;

    /// <summary>Declares one goods item in another way, for a reason that no other amendment of the story has.</summary>
    public async Task Amend(DeclarationView view)
    {
        var wished = story.Wished.Clone();
        var item = Goods.Change(wished, client.World.Chance);
        var reason = (++_reasons).ToString("000", CultureInfo.InvariantCulture);
        var request = new AmendRequest { Mrn = view.Mrn, Declaration = wished.Clone() };
        request.Declaration.Amendment.Add(new Cbm.Contracts.Amendment { ChangeReasonCode = reason });

        story.Amended.Add((reason, wished, null));
        var key = client.World.Chance.Next(2) == 0 ? client.Key() : null;
        try
        {
            await client.Insist(Ground.Window, $"amend item {item} of {story.Lrn}, reason {reason}", service =>
                ((SimulatedWindow)service).Endpoint.AmendDeclaration(request.Clone(), new SimulatedCall(declarant, key, view.Revision, "amend")));
            story.Amended[^1] = (reason, wished, client.World.Now);
            Take(wished, item);
            _unsure.Clear();
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.InvalidArgument)
        {
            var faults = Refusal.ProblemOf(refused)?.Errors.Select(fault => $"{fault.Code} {fault.Path}") ?? [];
            ledger.Violate($"Amending {story.Lrn} was refused: {string.Join(", ", faults)}");
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.Aborted or StatusCode.FailedPrecondition)
        {
            if ((key is null && refused.StatusCode == StatusCode.Aborted) || ledger.Losses > 0)
            {
                // It may have been taken all the same, and only the second sending of it was refused.
                Take(wished, item);
                _unsure.Add(item);
            }
        }
    }

    // What was said of these goods may be asked anew; of others it stands.
    private void Take(Declaration wished, int item)
    {
        story.Wished = wished;
        foreach (var answered in story.Answered)
        {
            answered.Question.Items.Remove(item);
            _unsure.ToList().ForEach(one => answered.Question.Items.Remove(one));
        }

        story.Answered.RemoveAll(one => one.Question.Unit.Length == 0 && one.Question.Items.Count == 0);
    }

    /// <summary>Takes the declaration back.</summary>
    public async Task Cancel(DeclarationView view)
    {
        var request = new CancelRequest { Mrn = view.Mrn, ReasonCode = "1", Reason = "Not shipped." };
        var key = client.Key();
        story.CancelSent = true;
        await client.Insist(Ground.Window, $"cancel {story.Lrn}", service =>
            ((SimulatedWindow)service).Endpoint.CancelDeclaration(request.Clone(), new SimulatedCall(declarant, key, view.Revision, "cancel")));
        story.CancelledAt = client.World.Now;
    }
}
