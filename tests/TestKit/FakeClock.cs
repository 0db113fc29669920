// SPDX-License-Identifier: Apache-2.0
namespace Cbm.TestKit;

/// <summary>A clock that stands still until a test moves it. Timers are the system's own: what waits on them is not tested with it.</summary>
/// <param name="start">Time it shows at first.</param>
public sealed class FakeClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    /// <summary>Shows 2026-03-02, 08:00 UTC at first.</summary>
    public FakeClock()
        : this(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero))
    {
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _now;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now.UtcTicks;

    /// <summary>Moves the clock forward.</summary>
    public void Advance(TimeSpan by) => _now += by;
}
