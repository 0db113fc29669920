// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Simulation.Kernel;

/// <summary>The time as one process sees it: off by its skew. Its timers ring by the world's time, and not after its end.</summary>
public sealed class SimulatedClock(World world, Process process, TimeSpan skew) : TimeProvider
{
    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => world.Now + skew;

    /// <inheritdoc/>
    public override long GetTimestamp() => world.Now.UtcTicks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(world, process, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(World world, Process process, TimerCallback callback, object? state) : ITimer
    {
        private int _set;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var set = ++_set;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                world.After(dueTime, () => Ring(set, period));
            }

            return true;
        }

        public void Dispose() => _set++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Ring(int set, TimeSpan period)
        {
            if (set != _set || process.IsDead)
            {
                return;
            }

            if (period != Timeout.InfiniteTimeSpan && period > TimeSpan.Zero)
            {
                world.After(period, () => Ring(set, period));
            }

            callback(state);
        }
    }
}
