// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Cbm.Gateway;

/// <summary>
/// A request's body whose reading can be called off and taken up again. The proxy calls it off where a service has answered before
/// all has come; the server, whose own stream counts as read for ever after that, then takes in the rest, instead of closing the
/// connection under the answer.
/// </summary>
/// <param name="body">As the server gives it.</param>
internal sealed class CalledOffBody(PipeReader body) : Stream
{
    /// <summary>Stands before whatever reads bodies by HTTP/1.1; a stream of HTTP/2 is nobody else's connection.</summary>
    public static Task Use(HttpContext http, RequestDelegate next)
    {
        if (!Edge.IsGrpc(http) && http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            http.Request.Body = new CalledOffBody(http.Request.BodyReader);
        return next(http);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var calledOff = cancellationToken.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), body);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = await body.ReadAsync(CancellationToken.None);
            var part = read.IsCanceled ? default : read.Buffer.Slice(0, Math.Min(read.Buffer.Length, buffer.Length));
            part.CopyTo(buffer.Span);
            var (length, isAtEnd) = ((int)part.Length, read.IsCompleted && read.Buffer.IsEmpty);
            body.AdvanceTo(read.IsCanceled ? read.Buffer.Start : part.End);
            // Whoever asks for no bytes at all waits until there are some.
            if (length > 0 || (!read.IsCanceled && (isAtEnd || buffer.IsEmpty))) return length;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it without waiting.");
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
