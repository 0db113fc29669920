// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace Cbm.Declarations.Documents;

/// <summary>Makes the names in a folder durable: a file that was flushed is lost all the same while its name is not (fsync of the folder; .NET has none).</summary>
internal static class FlushedFolder
{
    /// <summary>Flushes the folder's names to disk; on Windows the file system does it with the file.</summary>
    /// <exception cref="IOException">The disk did not take them.</exception>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Open(path, 0);
        if (folder < 0)
        {
            throw new IOException($"The folder {path} cannot be opened.");
        }

        var failed = Sync(folder) != 0;
        _ = Close(folder);
        if (failed)
        {
            throw new IOException($"The folder {path} cannot be flushed.");
        }
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Sync(int file);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int file);
}
