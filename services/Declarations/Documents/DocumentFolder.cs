// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Security.Cryptography;
using Cbm.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http;

namespace Cbm.Declarations.Documents;

/// <summary>
/// Where the bytes of documents lie, beside the database: a file for each under its id, in one of 256 folders. A file comes
/// under a name of its own, is flushed to disk and only then given its id; what was never given one is taken away at the next start.
/// </summary>
public sealed class DocumentFolder
{
    private const int Piece = 64 * 1024;
    private readonly string _root;
    private readonly string _incoming;
    private readonly string _aside;

    /// <summary>The folder, made where it is not there.</summary>
    public DocumentFolder(string root)
    {
        (_root, _incoming, _aside) = (root, Path.Combine(root, "incoming"), Path.Combine(root, "aside"));
        Directory.CreateDirectory(_incoming);
        Directory.CreateDirectory(_aside);
        foreach (var shard in Shards)
        {
            Directory.CreateDirectory(Path.Combine(root, shard));
        }

        FlushedFolder.Flush(root);
        FlushedFolder.Flush(Path.GetDirectoryName(root)!);
    }

    /// <summary>Names of the folders, which are the first two characters of the ids in them.</summary>
    public static IEnumerable<string> Shards => Enumerable.Range(0, 256).Select(number => number.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Takes the bytes in, to disk and never whole into memory. More than the largest: 413; broken off: 400.</summary>
    public async Task<IncomingFile> Receive(Stream bytes, int largest, CancellationToken cancel)
    {
        var path = Path.Combine(_incoming, Guid.NewGuid().ToString("N"));
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using var file = new FileStream(path, options);
            var size = 0;
            while (await Read(bytes, buffer, cancel) is > 0 and var read)
            {
                size += read;
                if (size > largest)
                {
                    throw TooLarge(largest);
                }

                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancel);
            }

            file.Flush(flushToDisk: true);
            return new IncomingFile(path, size, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Gives a file its id; when it returns, no end of the machine takes it back.</summary>
    public void Keep(IncomingFile file, string id)
    {
        File.Move(file.Path, PathOf(id));
        FlushedFolder.Flush(Path.GetDirectoryName(PathOf(id))!);
    }

    /// <summary>Takes away a file that no row names.</summary>
    public void Forget(string id) => File.Delete(PathOf(id));

    /// <summary>The bytes of a document, looked through first: a file that is not what was taken in is not given out.</summary>
    /// <exception cref="IOException">It is gone or damaged.</exception>
    public async Task<Stream> Open(string id, string sha256, CancellationToken cancel)
    {
        var file = new FileStream(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read, Piece, useAsync: true);
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel)) != sha256)
        {
            await file.DisposeAsync();
            throw new IOException($"The file of document {id} is damaged: it is not what was taken in.");
        }

        file.Position = 0;
        return file;
    }

    /// <summary>Whether a document's file is there and is what was taken in.</summary>
    public async Task<bool> IsWhole(string id, string sha256)
    {
        try
        {
            await using var file = await Open(id, sha256, CancellationToken.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Puts one document's file in the place of another's, whose bytes it has.</summary>
    public void Replace(string from, string to)
    {
        File.Move(PathOf(from), PathOf(to), overwrite: true);
        FlushedFolder.Flush(Path.GetDirectoryName(PathOf(to))!);
    }

    /// <summary>Takes away what was on its way in when the service ended: nobody was answered.</summary>
    public void ClearIncoming(DateTimeOffset before)
    {
        foreach (var file in Directory.EnumerateFiles(_incoming).Where(file => File.GetLastWriteTimeUtc(file) < before))
        {
            File.Delete(file);
        }
    }

    /// <summary>Ids of the files of one folder that are older than that.</summary>
    public IReadOnlyList<string> Ids(string shard, DateTimeOffset before) =>
        [.. Directory.EnumerateFiles(Path.Combine(_root, shard)).Where(file => File.GetLastWriteTimeUtc(file) < before).Select(Path.GetFileName).OfType<string>()];

    /// <summary>Sets a file aside that no row names: the database may be an older copy, which does not know what was accepted since.</summary>
    public void SetAside(string id) => File.Move(PathOf(id), Path.Combine(_aside, id), overwrite: true);

    /// <summary>The refusal of more than the largest (413).</summary>
    public static Grpc.Core.RpcException TooLarge(int largest) =>
        Refusal.Of(413, "Too large", $"A document has at most {largest / (1024 * 1024)} MB.");

    private string PathOf(string id) => Path.Combine(_root, id[..2], id);

    // What fails here is the sender's way, not our disk.
    private static async Task<int> Read(Stream bytes, byte[] buffer, CancellationToken cancel)
    {
        try
        {
            return await bytes.ReadAsync(buffer.AsMemory(0, Piece), cancel);
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw Refusal.NotReadable("The bytes broke off.");
        }
    }
}

/// <summary>A file that has come and has no id yet; it is taken away where it gets none.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of the bytes, in lower-case hexadecimal.</param>
public sealed record IncomingFile(string Path, int Size, string Sha256) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);
}
