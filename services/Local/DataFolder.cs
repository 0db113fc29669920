// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Local;

/// <summary>The folder of the databases, held by one window at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockName = "window.lock";

    private readonly FileStream held;

    private DataFolder(string path, FileStream held) => (Path, this.held) = (path, held);

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>Makes the folder where there is none, and holds it.</summary>
    /// <exception cref="NotOpenedException">It cannot be made, another window holds it, or it is to be emptied and is not a window's.</exception>
    public static DataFolder Hold(string path, bool fresh)
    {
        var folder = Make(path);
        var lockFile = System.IO.Path.Combine(path, LockName);
        // What was never a window's is not ours to empty.
        if (fresh && !File.Exists(lockFile) && folder.EnumerateFileSystemInfos().Any())
            throw new NotOpenedException($"--fresh: {path} is not empty and no window's data folder");
        try
        {
            var held = new DataFolder(path, new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            if (fresh) Empty(folder);
            return held;
        }
        catch (IOException)
        {
            throw new NotOpenedException($"the data folder {path} is held by another window");
        }
        catch (UnauthorizedAccessException)
        {
            throw new NotOpenedException($"the data folder {path} cannot be written to");
        }
    }

    private static DirectoryInfo Make(string path)
    {
        try
        {
            return Directory.CreateDirectory(path);
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            throw new NotOpenedException($"the data folder {path} cannot be made: {reason.Message}");
        }
    }

    /// <summary>Lets go of the folder.</summary>
    public void Dispose() => held.Dispose();

    private static void Empty(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles().Where(file => file.Name != LockName)) file.Delete();
        foreach (var inner in folder.EnumerateDirectories()) inner.Delete(recursive: true);
    }
}
