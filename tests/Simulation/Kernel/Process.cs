// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Simulation.Kernel;

/// <summary>
/// One run of one process: what continues in it waits here until the world lets it go on, in any order. When it ends at once,
/// as by SIGKILL, nothing of it ever continues; its successor is another.
/// </summary>
public sealed class Process : SynchronizationContext
{
    private readonly World _world;
    private readonly List<(SendOrPostCallback What, object? With)> _ready = [];

    /// <summary>A process that begins to live.</summary>
    public Process(World world, string name)
    {
        (_world, Name) = (world, name);
        world.Join(this);
    }

    /// <summary>Whose it is.</summary>
    public string Name { get; }

    /// <summary>It has ended.</summary>
    public bool IsDead { get; private set; }

    /// <summary>It stands still until then, as under SIGSTOP.</summary>
    public DateTimeOffset PausedUntil { get; set; }

    internal bool IsReady => _ready.Count > 0 && PausedUntil <= _world.Now;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        _world.MustBeHere();
        if (!IsDead)
        {
            _ready.Add((d, state));
        }
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Begins some work of the process; what it throws ends the run.</summary>
    public void Begin(Func<Task> work) => Post(async _ => await work(), null);

    /// <summary>Ends it at once.</summary>
    public void End()
    {
        IsDead = true;
        _ready.Clear();
        _world.Leave(this);
    }

    internal void RunOne()
    {
        var index = _world.Chance.Next(_ready.Count);
        var (what, with) = _ready[index];
        _ready.RemoveAt(index);
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            what(with);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
