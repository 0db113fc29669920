// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts.Identifiers;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Storage;

namespace Cbm.Declarations.Lodging;

/// <summary>
/// Gives out MRNs: a keyed permutation of a counter, so that they are unique and cannot be guessed (brief 1.6). Numbers are
/// reserved a thousand at a time, durably, before the first is used: after a crash some are never given out, none twice. The
/// counter never stays behind the clock, in microseconds, so that an older copy of the store gives out none again either.
/// </summary>
public sealed class MrnSource(Writer<DeclarationsContext> writer, MrnSequence sequence, TimeProvider clock) : IDisposable
{
    private const int Block = 1000;
    private static readonly DateTimeOffset Beginning = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _next;
    private long _until;

    /// <summary>The next MRN, by the kind of procedure (R import, A export, J transit).</summary>
    public async Task<string> Next(char procedure, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_next == _until)
            {
                _next = await writer.Commit(Reserve, cancel);
                _until = _next + Block;
            }

            return sequence.Make(_next++, clock.GetUtcNow().Year, procedure);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<long> Reserve(DeclarationsContext context)
    {
        var counter = await context.Counter("MRN");

        // A thousand in a millisecond is faster than any window lodges: the clock is ahead of every count before it.
        var first = Math.Max(counter.Next, (clock.GetUtcNow() - Beginning).Ticks / TimeSpan.TicksPerMicrosecond);
        counter.Next = first + Block;
        return first;
    }
}
