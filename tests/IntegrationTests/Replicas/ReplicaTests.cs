// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Client;
using Cbm.Contracts;
using Cbm.IntegrationTests.Declarations;
using Xunit;

namespace Cbm.IntegrationTests.Replicas;

/// <summary>Two replicas of every service at once on one store: nothing is told twice, decided twice or left lying.</summary>
public sealed class ReplicaTests(TwinWindow window) : IClassFixture<TwinWindow>
{
    [Fact]
    public async Task One_declaration_lodged_at_both_in_the_same_moment_is_one()
    {
        var declaration = Given.Orchids();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => window.NewTrader().Lodge(declaration)));
        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Single(answers.Select(answer => answer.Mrn).Distinct());
    }

    [Fact]
    public async Task Of_many_officers_who_take_one_review_at_both_in_the_same_moment_one_has_it()
    {
        var mrn = await Lodge();
        var seen = await Queued(mrn);
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(one => Try(() => window.NewOfficer("AGRICULTURE", $"officer-{one}").Take(seen))));
        Assert.Equal(1, taken.Count(isTaken => isTaken));
    }

    [Fact]
    public async Task Declarations_go_to_their_release_while_replicas_come_and_go_and_every_step_is_there_once()
    {
        var lodging = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Lodge()));
        foreach (var name in TwinWindow.Services)
        {
            await window.Stop(name, 0);
            await Task.WhenAll(Lodge(), Lodge());
            await window.Start(name, 0);
            await window.Stop(name, 1);
            await Task.WhenAll(Lodge(), Lodge());
            await window.Start(name, 1);
        }

        var mrns = (await lodging).ToList();
        await Task.WhenAll(mrns.Select(Release));
        await RunningWindow.Until(async () => await window.Waiting() == 0);
        foreach (var mrn in mrns)
        {
            var log = await window.NewTrader().Log(mrn);
            Assert.Equal(log.Distinct(), log);
            Assert.True((bool)(await window.As(TwinWindow.Window, window.Issuer.Token("auditor", "auditor")).Get($"/api/v1/audit/{mrn}")).Json["holds"]!);
        }
    }

    // Cut off by a replica that ends, it does not know whether it was done: the same again gives the same declaration.
    private async Task<string> Lodge()
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

    private async Task Release(string mrn)
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

    private async Task<Review> Queued(string mrn)
    {
        Review? review = null;
        await RunningWindow.Until(async () => await Try(async () => review = await window.NewOfficer("AGRICULTURE", "one who looks").Get("AGRICULTURE", $"{mrn}-PLANT_HEALTH")));
        return review!;
    }

    private static async Task<bool> Try(Func<Task> act)
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
