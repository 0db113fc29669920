// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Simulation.Kernel;

/// <summary>What may go wrong in a run, and how often: each seed has its own weather. Of a thousand, where nothing else is said.</summary>
public sealed class Faults(World world)
{
    private readonly Dictionary<(string From, string To), DateTimeOffset> _cut = [];
    private readonly Dictionary<string, DateTimeOffset> _full = [];

    /// <summary>Faults happen; false when everything is to heal.</summary>
    public bool On { get; set; } = true;

    /// <summary>A request or an answer that never arrives.</summary>
    public int Loss { get; } = Strength(world, 150);

    /// <summary>A request that arrives twice.</summary>
    public int Doubling { get; } = Strength(world, 250);

    /// <summary>A unit of work during which the process ends: before one of its statements, before the flush, or right after it.</summary>
    public int Crash { get; } = Strength(world, 25);

    /// <summary>A statement of a unit of work that fails alone.</summary>
    public int Statement { get; } = Strength(world, 20);

    /// <summary>A fact that is not taken in and is to come again, whatever comes with it.</summary>
    public int Refusal { get; } = Strength(world, 200);

    /// <summary>A flush that takes long.</summary>
    public int SlowFlush { get; } = Strength(world, 100);

    /// <summary>The longest way of a message.</summary>
    public TimeSpan LongestWay { get; } = TimeSpan.FromMilliseconds(world.Chance.Next(2) == 0 ? 20 : world.Chance.Next(50, 8000));

    /// <summary>The clock of the process that is asked for, off by up to two minutes.</summary>
    public TimeSpan Skew() => world.Chance.Next(3) > 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(world.Chance.Next(-120_000, 120_000));

    /// <summary>Whether it happens now.</summary>
    public bool Happens(int ofThousand) => On && world.Happens(ofThousand);

    /// <summary>Cuts the way between two for some time.</summary>
    public void Cut(string from, string to, TimeSpan time) => _cut[(from, to)] = world.Now + time;

    /// <summary>Fills the disk of one for some time.</summary>
    public void Fill(string process, TimeSpan time) => _full[process] = world.Now + time;

    internal bool IsCut(string from, string to) => On && (Is(_cut, (from, to)) || Is(_cut, (to, from)));

    internal bool IsFull(string process) => On && Is(_full, process);

    // Every other run knows the fault at all, so that each is also seen alone.
    private static int Strength(World world, int most) => world.Chance.Next(2) == 0 ? 0 : world.Chance.Next(1, most);

    private bool Is<T>(Dictionary<T, DateTimeOffset> until, T key)
        where T : notnull => until.TryGetValue(key, out var time) && time > world.Now;
}
