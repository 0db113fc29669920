// SPDX-License-Identifier: Apache-2.0
using Xunit;

namespace Cbm.JourneyTests;

/// <summary>A test that needs programs on this machine; without them it is skipped and says which.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    /// <param name="programs">By their names on the path.</param>
    public ProgramFactAttribute(params string[] programs)
    {
        if (Missing(programs) is { } missing) Skip = $"{missing} is not installed.";
    }

    /// <summary>The first of the programs that is not there; null: all are.</summary>
    public static string? Missing(params string[] programs)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return programs.FirstOrDefault(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe"))));
    }
}
