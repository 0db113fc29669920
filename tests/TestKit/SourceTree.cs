// SPDX-License-Identifier: Apache-2.0
namespace Cbm.TestKit;

/// <summary>The repository that the tests were built from.</summary>
public static class SourceTree
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cbm.SingleWindow.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
