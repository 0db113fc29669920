// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using Cbm.ServiceDefaults.Problems;
using Grpc.Net.Compression;
using Microsoft.AspNetCore.Http;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>What a gzip stream unpacks to, up to a limit: some kilobytes that unpack to gigabytes are refused (413) while they unpack, and what is no gzip is not readable (400).</summary>
/// <param name="packed">The gzip stream.</param>
/// <param name="most">Bytes that it may unpack to.</param>
/// <param name="refuse">Makes the refusal of its status, sentence and cause; without it, BadHttpRequestException.</param>
public sealed class UnpackedStream(Stream packed, long most, Func<int, string, Exception?, Exception>? refuse = null) : Stream
{
    private readonly GZipStream _gzip = new(packed, CompressionMode.Decompress, leaveOpen: true);
    private long _read;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await _gzip.ReadAsync(buffer, cancellationToken));
        }
        catch (InvalidDataException wrong)
        {
            throw NotGzip(wrong);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Count(_gzip.Read(buffer, offset, count));
        }
        catch (InvalidDataException wrong)
        {
            throw NotGzip(wrong);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        _read += read;
        return _read <= most ? read : throw Refused(StatusCodes.Status413PayloadTooLarge, $"It unpacks to more than {most} bytes.", null);
    }

    private Exception NotGzip(InvalidDataException wrong) => Refused(StatusCodes.Status400BadRequest, "The body is not what gzip makes.", wrong);

    private Exception Refused(int status, string why, Exception? cause) =>
        refuse is null ? new BadHttpRequestException(why, status, cause!) : refuse(status, why, cause);
}

/// <summary>gzip over gRPC, with the same limit: gRPC's own reader unpacks a message whole before it looks at its size.</summary>
/// <param name="most">Bytes that a message may unpack to.</param>
internal sealed class BoundedGzip(long most) : ICompressionProvider
{
    public string EncodingName => "gzip";

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new GZipStream(stream, compressionLevel ?? CompressionLevel.Fastest, leaveOpen: true);

    public Stream CreateDecompressionStream(Stream stream) => new UnpackedStream(
        stream, most, (status, why, _) => Refusal.Of(status, status == StatusCodes.Status413PayloadTooLarge ? "Too large" : "Not readable", why));
}
