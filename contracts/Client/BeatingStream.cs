// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Client;

/// <summary>The bytes of a live stream whose other end gives a sign of life every 15 s; the read ends with an <see cref="IOException"/> when three of them are missed.</summary>
internal sealed class BeatingStream(Stream inner, TimeProvider clock) : Stream
{
    /// <summary>How long it may be silent. A connection that is half open says nothing for ever, and no error either.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(45);

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = inner.ReadAsync(buffer, end.Token);
        if (reading.IsCompleted) return await reading;
        // Ends before the source that it cancels.
        await using var limit = clock.CreateTimer(_ => end.Cancel(), null, LongestSilence, Timeout.InfiniteTimeSpan);
        try
        {
            return await reading;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The window gave no sign of life for {LongestSilence.TotalSeconds:0} s.");
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
