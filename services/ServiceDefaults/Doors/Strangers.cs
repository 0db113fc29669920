// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>Who shows no token that holds may ask what anybody may ask, which is small: more than that is not even read (413, RESOURCE_EXHAUSTED).</summary>
internal static class Strangers
{
    /// <summary>Bytes of their largest request.</summary>
    public const int Largest = 256 * 1024;

    private static readonly string[] Services = [$"/{DeclarationService.Descriptor.FullName}/", $"/{AgencyService.Descriptor.FullName}/"];

    /// <summary>Holds a request of theirs to the limit.</summary>
    public static Task Limit(HttpContext http, RequestDelegate next)
    {
        if (http.User.Identity?.IsAuthenticated != true)
        {
            var path = http.Request.Path.Value ?? "";
            if (path.StartsWith("/api/", StringComparison.Ordinal) && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            {
                limit.MaxRequestBodySize = Largest;
            }
            else if (Array.Exists(Services, service => path.StartsWith(service, StringComparison.Ordinal)))
            {
                http.Request.Body = new Bounded(http.Request.Body);
            }
        }

        return next(http);
    }

    // Kestrel's own limit would be told as an error of ours over gRPC.
    private sealed class Bounded(Stream body) : Stream
    {
        private long _left = Largest;

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
            var read = await body.ReadAsync(buffer, cancellationToken);
            return (_left -= read) < 0 ? throw Refusal.Of(413, "Too large", $"Without a token that holds a request has at most {Largest / 1024} KB.") : read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
