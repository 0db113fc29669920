// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>The log as proof: a row that was changed, taken out, put elsewhere or written by another hand is found and named.</summary>
public sealed class AuditTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    public static TheoryData<string, int, string> Tampering => new()
    {
        { "UPDATE Event SET Text = 'version 1, no requirements' WHERE Mrn = {0} AND Sequence = 1", 1, "not what was written" },
        { "UPDATE Event SET \"By\" = 'somebody' WHERE Mrn = {0} AND Sequence = 3", 3, "not what was written" },
        { "UPDATE Event SET At = At + 1 WHERE Mrn = {0} AND Sequence = 2", 2, "not what was written" },
        { "DELETE FROM Event WHERE Mrn = {0} AND Sequence = 2", 2, "missing" },
        { "DELETE FROM Event WHERE Mrn = {0} AND Sequence = (SELECT MAX(Sequence) FROM Event WHERE Mrn = {0})", 4, "the last are missing" },
        { "UPDATE Event SET Sequence = CASE Sequence WHEN 2 THEN -3 ELSE -2 END WHERE Mrn = {0} AND Sequence IN (2, 3); UPDATE Event SET Sequence = -Sequence WHERE Mrn = {0} AND Sequence < 0", 2, "not what was written" },
    };

    [Fact]
    public async Task An_untouched_log_holds()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        var trail = await Audit(mrn);
        Assert.True(trail.Holds);
        Assert.Equal("", trail.Finding);
        Assert.Equal(trail.Length, trail.Events.Count);
        Assert.Equal(trail.LastHash, trail.Events[^1].Hash);
    }

    [Fact]
    public async Task What_somebody_sends_does_not_break_it()
    {
        var mrn = (await window.Trader.Lodge(Given.Orchids())).Mrn;
        var metadata = new Grpc.Core.Metadata { { "authorization", $"Bearer {window.Issuer.Trader()}" }, { "if-match", "*" } };
        await new DeclarationService.DeclarationServiceClient(window.Grpc).CancelDeclarationAsync(
            new CancelRequest { Mrn = mrn, ReasonCode = "1", Reason = "cut\0off" }, metadata);
        Assert.True((await Audit(mrn)).Holds);
    }

    [Theory]
    [MemberData(nameof(Tampering))]
    public async Task What_was_done_to_it_is_found_and_named(string tampering, int place, string finding)
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        await using (var database = window.Database())
        {
            await database.Database.ExecuteSqlRawAsync(tampering, mrn);
        }

        var trail = await Audit(mrn);
        Assert.False(trail.Holds);
        Assert.Equal(place, trail.FirstBreak);
        Assert.Contains(finding, trail.Finding, StringComparison.Ordinal);
    }

    private Task<AuditTrail> Audit(string mrn) => window.Client(window.Issuer.Token("auditor", "auditor")).Declarations.Audit(mrn);
}
