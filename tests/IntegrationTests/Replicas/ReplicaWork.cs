// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Client;
using Cbm.Contracts;
using Cbm.IntegrationTests.Declarations;

namespace Cbm.IntegrationTests.Replicas;

/// <summary>A declaration's way through replicas that come and go.</summary>
internal sealed class ReplicaWork(TwinWindow window)
{
    /// <summary>Lodges one: cut off by a replica that ends, it does not know whether it was done, and the same again gives the same declaration.</summary>
    public async Task<string> Lodge()
    {
        var declaration = Given.Orchids();
        var mrn = "";
        await RunningWindow.Until(async () =>
        {
            try
            {
                var answer = await window.NewTrader().Lodge(declaration);
                mrn = answer.Status is HttpStatusCode.Created or HttpStatusCode.OK ? answer.Mrn : "";
                return mrn.Length > 0;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return mrn;
    }

    /// <summary>Has its goods arrive, and its officers decide until it is released.</summary>
    public async Task Release(string mrn)
    {
        await RunningWindow.Until(async () => (await window.NewTrader().Post($"/api/v1/declarations/{mrn}/arrival", Given.Arrival())).Status == HttpStatusCode.OK);
        await RunningWindow.Until(async () =>
        {
            // Customs draws a control now and then.
            await Decide("AGRICULTURE", $"{mrn}-PLANT_HEALTH");
            await Decide("CUSTOMS", $"{mrn}-CUSTOMS");
            return (await window.NewTrader().View(mrn)) is { Status: HttpStatusCode.OK, State: "RELEASED" };
        });
    }

    private Task<bool> Decide(string agency, string id) => Try(async () =>
    {
        var officer = window.NewOfficer(agency, $"officer of {id}");
        var review = await officer.Get(agency, id);
        if (review.State == ReviewState.Pending)
        {
            review = await officer.Take(review);
        }

        // Taken, and cut off before the answer, or the goods arrived meanwhile: it goes on from there.
        if (review.State == ReviewState.InReview)
        {
            var decision = new DecideRequest { Outcome = Outcome.Approve, ReasonCode = "CONFORM", LegalBasis = "Regulation (EU) 2016/2031" };
            decision.Controls.AddRange(review.Controls.Where(control => control.Result.Length == 0).Select(control => new Control(control) { Result = "CONFORM" }));
            await officer.Decide(review, decision);
        }
    });

    /// <summary>Whether it was done: not where somebody was faster, or a replica has ended.</summary>
    public static async Task<bool> Try(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (ProblemException refused) when (refused.Status is 404 or 409 or 412 or 503)
        {
            return false;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
