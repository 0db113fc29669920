// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Agencies.Reviews;
using Cbm.Agencies.Storage;
using Cbm.Declarations.Storage;
using Cbm.Declarations.Webhooks;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.Reconciling;
using Cbm.IntegrationTests.SqlServer;
using Cbm.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cbm.IntegrationTests.Telemetry;

/// <summary>What an operator sees of a window at work.</summary>
public sealed class MetricsTests(RealWindow window) : IClassFixture<RealWindow>
{
    [Fact]
    public async Task What_happens_is_counted_and_timed()
    {
        using var measured = new Measured();
        var declaration = Given.Orchids("METRICS-1");
        Assert.Equal(HttpStatusCode.Created, (await window.Trader.Lodge(declaration)).Status);
        Assert.Equal(HttpStatusCode.OK, (await window.Trader.Lodge(declaration)).Status);
        declaration["functionalReferenceId"] = "METRICS-2";
        declaration["typeCode"] = "NONE";
        var refused = await window.Trader.Lodge(declaration);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);

        Assert.NotEmpty(measured.Of("cbm.lodged", "outcome=accepted"));
        Assert.NotEmpty(measured.Of("cbm.lodged", "outcome=repeated"));
        Assert.NotEmpty(measured.Of("cbm.lodged", "outcome=refused"));
        Assert.NotEmpty(measured.Of("cbm.refused", $"door=json,status=422,code={refused.Errors.Min(StringComparer.Ordinal)}"));
        Assert.NotEmpty(measured.Of("cbm.store.commit.duration"));
        Assert.All(measured.Of("cbm.store.commit.units"), units => Assert.InRange(units, 1, 128));
        await RunningWindow.Until(() => measured.Of("cbm.fanout.lag", "agency=AGRICULTURE,unit=PLANT_HEALTH").Count > 0);
        Assert.All(measured.Of("cbm.fanout.lag", "unit=PLANT_HEALTH"), lag => Assert.True(lag >= 0, $"{lag} s"));
        Assert.DoesNotContain(measured.Tags, tags => tags.Contains("FI1234567-8", StringComparison.Ordinal) || tags.Contains("METRICS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Decisions_are_counted_by_agency_and_outcome_with_the_time_that_they_took()
    {
        using var measured = new Measured();
        var alone = await RunningWindow.Start();
        var mrn = (await alone.Trader.Lodge(Given.Orchids())).Mrn;
        await alone.Tell(Given.Approval(mrn, "CUSTOMS"));
        Assert.NotEmpty(measured.Of("cbm.decisions", "agency=CUSTOMS,unit=CUSTOMS,outcome=APPROVE"));
        Assert.NotEmpty(measured.Of("cbm.decisions.duration", "agency=CUSTOMS,unit=CUSTOMS"));
        await alone.DisposeAsync();
    }

    [Fact]
    public async Task What_stands_is_read_when_it_is_collected()
    {
        using var measured = new Measured();
        await window.Stop("HEALTH");
        try
        {
            Assert.Equal(HttpStatusCode.Created, (await window.Trader.Lodge(Given.ShowCase("METRICS-3"))).Status);
            await RunningWindow.Until(() =>
            {
                measured.Collect();
                return measured.Of("cbm.outbox.depth", "subscriber=HEALTH").Max() >= 1
                    && measured.Of("cbm.outbox.age", "subscriber=HEALTH").Max() > 0
                    && measured.Of("cbm.reviews.open", "agency=AGRICULTURE,unit=PLANT_HEALTH,state=PENDING").DefaultIfEmpty().Max() >= 1
                    && measured.Of("cbm.reviews.age", "agency=AGRICULTURE,unit=PLANT_HEALTH,state=PENDING").DefaultIfEmpty().Max() > 0;
            });
        }
        finally
        {
            await window.Start("HEALTH");
        }

        Assert.NotEmpty(measured.Of("cbm.outbox.parked", "subscriber=CUSTOMS"));
        Assert.NotEmpty(measured.Of("cbm.mandate.age", "agency=STANDARDS"));
        Assert.NotEmpty(measured.Of("cbm.webhooks.backlog", "state=pending"));
        Assert.NotEmpty(measured.Of("cbm.webhooks.late"));
        Assert.Contains(0, measured.Of("cbm.reviews.overdue", "agency=AGRICULTURE"));
    }

    [SqliteFact("its plan of a query is looked at")]
    public void What_is_read_for_it_is_found_by_indexes()
    {
        using var declarations = window.Inside(RealWindow.Window).GetRequiredService<IDbContextFactory<DeclarationsContext>>().CreateDbContext();
        using var agency = window.Inside("AGRICULTURE").GetRequiredService<IDbContextFactory<AgencyContext>>().CreateDbContext();
        Assert.All(Plan(declarations, OutboxGauges<DeclarationsContext>.Query(declarations)), IsOfAnIndexAlone);
        Assert.All(Plan(declarations, WebhookGauges.Query(declarations)), IsOfAnIndexAlone);
        foreach (var asked in new[] { ReviewGauges.Counted(agency, ["PLANT_HEALTH", "VETERINARY"], DateTimeOffset.UtcNow), ReviewGauges.Oldest(agency, ["PLANT_HEALTH", "VETERINARY"]) })
        {
            var steps = Plan(agency, asked).ToList();
            Assert.Contains(steps, step => step.Contains("USING INDEX IX_Reviews_Unit_InQueue_Rank", StringComparison.Ordinal));
            Assert.DoesNotContain(steps, step => step.StartsWith("SCAN r", StringComparison.Ordinal) || step.StartsWith("SCAN s", StringComparison.Ordinal));
        }
    }

    private static void IsOfAnIndexAlone(string step) =>
        Assert.True(!step.StartsWith("SCAN", StringComparison.Ordinal) || step.Contains("COVERING INDEX", StringComparison.Ordinal), step);

    private static IEnumerable<string> Plan(DbContext context, IQueryable query)
    {
        using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        context.Database.OpenConnection();
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return rows.GetString(3);
        }
    }
}
