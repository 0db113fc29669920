// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Storage;
using Cbm.Simulation.Invariants;
using Cbm.Simulation.Kernel;
using Cbm.Simulation.People;
using Cbm.Simulation.Services;
using Cbm.Simulation.Variants;

namespace Cbm.Simulation;

/// <summary>What came of one run.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Fingerprint">The same for the same story.</param>
/// <param name="Steps">Steps of the world.</param>
/// <param name="Violations">What ought not to be; empty: all invariants hold.</param>
/// <param name="Counts">How often what happened: blows, steps of the log, ends.</param>
public sealed record Told(int Seed, ulong Fingerprint, long Steps, IReadOnlyList<string> Violations, IReadOnlyDictionary<string, int> Counts);

/// <summary>
/// One run: traders, officers and carriers act while everything goes wrong that the seed has in store; then it heals,
/// everybody does what there is to do, and the invariants are checked.
/// </summary>
public static class Run
{
    private const long MostSteps = 50_000;
    private static readonly TimeSpan Storm = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(10);

    /// <summary>Tells the story of a seed.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="variant">What is broken in the services; null: nothing.</param>
    /// <param name="trace">Told every step.</param>
    public static Told Of(int seed, Variant? variant = null, TextWriter? trace = null)
    {
        using var setting = new Setting(seed, variant ?? new Variant(), trace);
        var (world, ledger, truth) = (setting.World, new Ledger { MayBeLost = setting.MayBeLost, IsPutBackAfter = setting.IsPutBackAfter }, new Truth(name => new SqliteFile(setting.Disk.PlaceOf(name)).ForReading));
        setting.Saving += new ReleaseWatch(truth, ledger).Look;
        setting.Saving += new StandingWatch(ledger).Look;
        setting.IsLost += name =>
        {
            if (name == Ground.Window)
            {
                ledger.Lose();
            }
        };
        var people = new Process(world, "people");
        var client = new Client(setting, people);
        Begin(client, people, world, ledger);
        Weather.Plan(setting, Storm);

        world.Run(() => ledger.Stories.TrueForAll(story => story.HasEnded), Storm, MostSteps);
        setting.Faults.On = false;
        world.Tell("world", "calm");
        var hasEnded = false;
        people.Begin(async () =>
        {
            while (!hasEnded)
            {
                await client.Pause(2, 2);
                hasEnded = ledger.Stories.TrueForAll(story => story.HasEnded) && truth.Waiting() == 0 && setting.Broker is not { Waiting: > 0 } && setting.IsCompared;
            }

            client.IsOver = true;
        });
        if (!world.Run(() => hasEnded, Calm, MostSteps))
        {
            ledger.Violate("not everything has come to its end");
        }

        world.Broken.ForEach(ledger.Violate);
        Agreement.Check(truth, ledger);
        ExactlyOnce.Check(truth, ledger);
        Chain.Check(truth, ledger);
        NarrowSlices.Check(truth, ledger);
        foreach (var name in setting.Disk.Ask(Ground.Window, "SELECT Name FROM Event").Concat(setting.Disk.Ask(Ground.Window, "SELECT 'ends as ' || State FROM Declaration")))
        {
            world.Count((string)name);
        }

        return new Told(seed, world.Fingerprint, world.Steps, ledger.Violations, world.Counts);
    }

    private static void Begin(Client client, Process people, World world, Ledger ledger)
    {
        for (var number = world.Chance.Next(1, 3); number > 0; number--)
        {
            var story = new Story($"LRN-{number}", Goods.Declare(world.Chance, $"LRN-{number}"));
            ledger.Stories.Add(story);
            people.Begin(new Trader(client, story, ledger).Live);
        }

        foreach (var agency in Ground.Agencies)
        {
            foreach (var unit in agency.Units)
            {
                // Where two work on one queue, they are in each other's way at times.
                for (var number = world.Chance.Next(3) == 0 ? 2 : 1; number > 0; number--)
                {
                    var officer = new Officer(client, ledger, agency.Code, unit.Code, number);
                    people.Begin(officer.Work);
                    if (unit.Code == "PLANT_HEALTH" && number == 1 && world.Chance.Next(3) > 0)
                    {
                        people.Begin(officer.Register);
                    }
                }
            }
        }
    }
}
