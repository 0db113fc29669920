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
    private readonly ReplicaWork _work = new(window);

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
        var mrn = await _work.Lodge();
        var seen = await Queued(mrn);
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(one => ReplicaWork.Try(() => window.NewOfficer("AGRICULTURE", $"officer-{one}").Take(seen))));
        Assert.Equal(1, taken.Count(isTaken => isTaken));
    }

    [Fact]
    public async Task Declarations_go_to_their_release_while_replicas_come_and_go_and_every_step_is_there_once()
    {
        var lodging = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _work.Lodge()));
        foreach (var name in TwinWindow.Services)
        {
            await window.Stop(name, 0);
            await Task.WhenAll(_work.Lodge(), _work.Lodge());
            await window.Start(name, 0);
            await window.Stop(name, 1);
            await Task.WhenAll(_work.Lodge(), _work.Lodge());
            await window.Start(name, 1);
        }

        var mrns = (await lodging).ToList();
        await Task.WhenAll(mrns.Select(_work.Release));
        await RunningWindow.Until(async () => await window.Waiting() == 0);
        foreach (var mrn in mrns)
        {
            var log = await window.NewTrader().Log(mrn);
            Assert.Equal(log.Distinct(), log);
            Assert.True((bool)(await window.As(TwinWindow.Window, window.Issuer.Token("auditor", "auditor")).Get($"/api/v1/audit/{mrn}")).Json["holds"]!);
        }
    }

    private async Task<Review> Queued(string mrn)
    {
        Review? review = null;
        await RunningWindow.Until(async () => await ReplicaWork.Try(async () => review = await window.NewOfficer("AGRICULTURE", "one who looks").Get("AGRICULTURE", $"{mrn}-PLANT_HEALTH")));
        return review!;
    }
}
