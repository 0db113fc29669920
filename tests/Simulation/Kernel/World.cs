// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Simulation.Kernel;

/// <summary>
/// One simulated world: its time, its chance, and all the work that is ready or waits for its hour. Everything runs on the one
/// thread that calls <see cref="Run"/>, in an order that the seed alone decides, so that a seed always tells the same story.
/// </summary>
/// <param name="seed">Decides everything that is left to chance.</param>
/// <param name="trace">Told each step, for a replay that is read; null: nobody listens.</param>
public sealed class World(int seed, TextWriter? trace = null)
{
    private readonly PriorityQueue<Action, (long At, long Order)> _hours = new();
    private readonly List<Process> _processes = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _order;

    /// <summary>Chance.</summary>
    public Random Chance { get; } = new(seed);

    /// <summary>The true time, which no process knows.</summary>
    public DateTimeOffset Now { get; private set; } = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Steps done.</summary>
    public long Steps { get; private set; }

    /// <summary>A number that two runs share only if they told the same story.</summary>
    public ulong Fingerprint { get; private set; } = 14695981039346656037;

    /// <summary>How often what was told.</summary>
    public Dictionary<string, int> Counts { get; } = [];

    /// <summary>What broke that no fault of the simulation explains.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>Called after every step, before the next is chosen.</summary>
    public event Action? Stepped;

    /// <summary>Whether something happens, at so many of a thousand.</summary>
    public bool Happens(int ofThousand) => ofThousand > 0 && Chance.Next(1000) < ofThousand;

    /// <summary>A time between two, by chance.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * Chance.NextDouble());

    /// <summary>Does something at its hour, whatever becomes of whoever asked for it.</summary>
    public void After(TimeSpan time, Action what) => _hours.Enqueue(what, ((Now + (time > TimeSpan.Zero ? time : TimeSpan.Zero)).UtcTicks, _order++));

    /// <summary>Counts one more of a kind.</summary>
    public void Count(string kind) => Counts[kind] = Counts.GetValueOrDefault(kind) + 1;

    /// <summary>Tells one thing that happened.</summary>
    public void Tell(string who, string what)
    {
        foreach (var c in who.AsSpan())
        {
            Mix(c);
        }

        foreach (var c in what.AsSpan())
        {
            Mix(c);
        }

        Mix((ulong)Now.UtcTicks);
        trace?.WriteLine($"{Now:HH:mm:ss.fff} {Steps,7} {who,-13} {what}");
    }

    /// <summary>Runs until it is done or nothing is left to do; false where it is still not done after so long or so many steps.</summary>
    public bool Run(Func<bool> isDone, TimeSpan longest, long mostSteps)
    {
        var (end, last) = (Now + longest, Steps + mostSteps);
        while (!isDone())
        {
            if (Now > end || Steps > last || !Step())
            {
                return isDone();
            }
        }

        return true;
    }

    internal void Join(Process process) => _processes.Add(process);

    internal void Leave(Process process) => _processes.Remove(process);

    /// <summary>A continuation on another thread would end the determinism unseen.</summary>
    internal void MustBeHere()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("Work of the simulation came from another thread.");
        }
    }

    private bool Step()
    {
        Steps++;
        var ready = _processes.Where(process => process.IsReady).ToList();
        if (ready.Count > 0)
        {
            ready[Chance.Next(ready.Count)].RunOne();
        }
        else if (_hours.TryDequeue(out var what, out var hour))
        {
            Now = new DateTimeOffset(Math.Max(hour.At, Now.UtcTicks), TimeSpan.Zero);
            what();
        }
        else
        {
            return false;
        }

        Stepped?.Invoke();
        return true;
    }

    private void Mix(ulong value) => Fingerprint = (Fingerprint ^ value) * 1099511628211;
}
