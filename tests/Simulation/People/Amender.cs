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
    private int _reasons;

    /// <summary>Declares one goods item in another way, for a reason that no other amendment of the story has.</summary>
    public async Task Amend(DeclarationView view)
    {
        var wished = story.Wished.Clone();
        var item = Goods.Change(wished, client.World.Chance);
        var reason = (++_reasons).ToString("000", CultureInfo.InvariantCulture);
        var request = new AmendRequest { Mrn = view.Mrn, Declaration = wished.Clone() };
        request.Declaration.Amendment.Add(new Cbm.Contracts.Amendment { ChangeReasonCode = reason });

        // Whether it is heard or not: what was said of these goods may be asked anew.
        story.Answered.RemoveAll(one => one.Question.Items.Contains(item));
        story.Amended.Add((reason, wished, null));
        var key = client.World.Chance.Next(2) == 0 ? client.Key() : null;
        try
        {
            await client.Insist(Ground.Window, $"amend item {item} of {story.Lrn}, reason {reason}", service =>
                ((SimulatedWindow)service).Endpoint.AmendDeclaration(request.Clone(), new SimulatedCall(declarant, key, view.Revision, "amend")));
            story.Wished = wished;
            story.Amended[^1] = (reason, wished, client.World.Now);
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.InvalidArgument)
        {
            var faults = Refusal.ProblemOf(refused)?.Errors.Select(fault => $"{fault.Code} {fault.Path}").ToList() ?? [];
            if (faults is [var one] && one.StartsWith("SWA082", StringComparison.Ordinal) && Unheard(wished) is { } longer)
            {
                // One that was not acknowledged was taken all the same, and it has an item more.
                story.Wished = longer;
                return;
            }

            ledger.Violate($"Amending {story.Lrn} was refused: {string.Join(", ", faults)}");
        }
    }

    private Declaration? Unheard(Declaration wished) => story.Amended.Where(one => one.HeardAt is null).Select(one => one.Tree)
        .LastOrDefault(tree => tree.GoodsShipment.GovernmentAgencyGoodsItem.Count > wished.GoodsShipment.GovernmentAgencyGoodsItem.Count);

    /// <summary>Takes the declaration back.</summary>
    public async Task Cancel(DeclarationView view)
    {
        var request = new CancelRequest { Mrn = view.Mrn, ReasonCode = "1", Reason = "Not shipped." };
        var key = client.Key();
        await client.Insist(Ground.Window, $"cancel {story.Lrn}", service =>
            ((SimulatedWindow)service).Endpoint.CancelDeclaration(request.Clone(), new SimulatedCall(declarant, key, view.Revision, "cancel")));
        story.CancelledAt = client.World.Now;
    }
}
