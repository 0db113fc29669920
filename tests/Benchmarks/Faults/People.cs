// SPDX-License-Identifier: Apache-2.0
using Cbm.Local;
using Cbm.Simulation.People;

namespace Cbm.Benchmarks.Faults;

/// <summary>Everybody who uses the window in one run: a declarant who lodges one declaration after the other, a carrier, an officer for each unit.</summary>
internal sealed class People : IDisposable
{
    private const int MostUnfinished = 60;

    private static readonly (string Agency, string Unit, string Client)[] Units =
    [
        ("CUSTOMS", "CUSTOMS", "demo-officer-customs"),
        ("HEALTH", "PUBLIC_HEALTH", "demo-officer-health"),
        ("AGRICULTURE", "PLANT_HEALTH", "demo-officer-plant"),
        ("AGRICULTURE", "VETERINARY", "demo-officer-vet"),
        ("STANDARDS", "STANDARDS", "demo-officer-standards"),
    ];

    private readonly Day day;
    private readonly int seed;
    private readonly Person declarant, carrier;
    private readonly Dictionary<string, Person> officers;

    public People(Uri window, Day day, Tally tally, int seed, CancellationToken end)
    {
        (this.day, this.seed) = (day, seed);
        Person Client(string name) => new(window, name, tally, end);
        (declarant, carrier) = (Client("demo-trader"), Client("demo-carrier"));
        officers = Units.ToDictionary(unit => unit.Unit, unit => Client(unit.Client));
    }

    /// <summary>The declarant.</summary>
    public Person Declarant => declarant;

    /// <summary>Units, each with its agency and its officer.</summary>
    public IEnumerable<(string Agency, string Unit, Person Officer)> Offices => Units.Select(unit => (unit.Agency, unit.Unit, officers[unit.Unit]));

    /// <summary>Before the storm: Plant Health's own permit comes into its register.</summary>
    public Task Prepare() => At("PLANT_HEALTH").Register();

    /// <summary>Everybody's work; it ends when the day is over.</summary>
    public Task Work() => Together([Lodge(), .. Units.Select(unit => At(unit.Unit).Work())]);

    /// <summary>Whether a service answers a question of its own, asked through the gateway by somebody with a token.</summary>
    public async Task<bool> Answers(string service)
    {
        var kind = Service.All.Single(one => one.Name == service).Kind;
        var (person, path) = kind == Kind.Agency
            ? (Offices.First(office => office.Agency == service).Officer, $"/agencies/{service}/reviews?limit=1")
            : (declarant, "/declarations?limit=1");
        // The door answers by itself; who signs in is asked for a new token.
        return kind switch
        {
            Kind.Gateway => await person.Finds("/docs"),
            Kind.Identity => await person.CanSignIn(),
            _ => await person.Finds("/api/v1" + path),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var person in officers.Values.Append(declarant).Append(carrier)) person.Dispose();
    }

    private Officer At(string unit)
    {
        var (agency, name, _) = Units.Single(one => one.Unit == unit);
        return new Officer(day, officers[name], agency, name, new Random(HashCode(unit)));
    }

    private async Task Lodge()
    {
        var chance = new Random(seed);
        var lives = new List<Task>();
        for (var number = 1; !day.IsCalm; number++)
        {
            var lrn = $"F{seed}-{number}";
            var story = new Story(lrn, Goods.Declare(chance, lrn));
            day.Open(story);
            lives.Add(new Trader(day, declarant, carrier, story, new Random(chance.Next())).Live());
            do
            {
                await day.Pause(chance, 0.2, 1.2);
                // The first that fails ends the run.
                foreach (var life in lives.Where(life => life.IsFaulted)) await life;
            }
            while (day.Unfinished >= MostUnfinished && !day.IsCalm);
        }
        await Together(lives);
    }

    // The same in every run, unlike that of a string.
    private int HashCode(string unit) => unit.Aggregate(seed, (hash, letter) => unchecked((hash * 31) + letter));

    private static async Task Together(IReadOnlyList<Task> all)
    {
        await foreach (var one in Task.WhenEach(all)) await one;
    }
}
