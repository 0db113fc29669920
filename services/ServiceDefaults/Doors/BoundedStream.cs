// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using Cbm.ServiceDefaults.Problems;
using Grpc.Net.Compression;
using Microsoft.AspNetCore.Http;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>Bytes up to a limit: more is refused (413) while it is read, so that some kilobytes that unpack to gigabytes do no harm; what is no gzip is not readable (400).</summary>
/// <param name="bytes">The bytes as they come.</param>
/// <param name="most">How many of them.</param>
/// <param name="tooMuch">Said where there are more.</param>
/// <param name="refuse">Makes the refusal of its status, sentence and cause; without it, BadHttpRequestException.</param>
public sealed class BoundedStream(Stream bytes, long most, string tooMuch, Func<int, string, Exception?, Exception>? refuse = null) : Stream
{
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
            return Count(await bytes.ReadAsync(buffer, cancellationToken));
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
            return Count(bytes.Read(buffer, offset, count));
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
            bytes.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        _read += read;
        return _read <= most ? read : throw Refused(StatusCodes.Status413PayloadTooLarge, tooMuch, null);
    }

    private Exception NotGzip(InvalidDataException wrong) => Refused(StatusCodes.Status400BadRequest, "The body is not what gzip makes.", wrong);

    private Exception Refused(int status, string why, Exception? cause) =>
        refuse is null ? new BadHttpRequestException(why, status, cause!) : refuse(status, why, cause);
}

/// <summary>What a gzip stream unpacks to, and a refusal as gRPC and our own door tell it.</summary>
public static class Unpacked
{
    /// <summary>The stream, unpacked up to a limit.</summary>
    public static BoundedStream Of(Stream packed, long most, Func<int, string, Exception?, Exception>? refuse = null) =>
        new(new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true), most, $"It unpacks to more than {most} bytes.", refuse);

    /// <summary>As a refusal of ours.</summary>
    internal static Exception Refused(int status, string why, Exception? cause) =>
        Refusal.Of(status, status == StatusCodes.Status413PayloadTooLarge ? "Too large" : "Not readable", why);
}

/// <summary>gzip over gRPC, with the same limit: gRPC's own reader unpacks a message whole before it looks at its size.</summary>
/// <param name="most">Bytes that a message may unpack to; a stranger's to what strangers may send at all.</param>
internal sealed class BoundedGzip(long most) : ICompressionProvider
{
    public string EncodingName => "gzip";

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new GZipStream(stream, compressionLevel ?? CompressionLevel.Fastest, leaveOpen: true);

    public Stream CreateDecompressionStream(Stream stream) => Unpacked.Of(stream, Strangers.IsOne ? Strangers.Largest : most, Unpacked.Refused);
}
