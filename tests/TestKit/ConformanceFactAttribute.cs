// SPDX-License-Identifier: Apache-2.0
using Xunit;

namespace Cbm.TestKit;

/// <summary>Where the conformance data lies: the folder named in <c>CBM_CONFORMANCE_DATA</c>.</summary>
public static class Conformance
{
    /// <summary>The folder, or null where none is named or it does not exist.</summary>
    public static string? Folder { get; } =
        Environment.GetEnvironmentVariable("CBM_CONFORMANCE_DATA") is { Length: > 0 } named && Directory.Exists(named) ? named : null;

    internal static string? WhyNot => Folder is null ? "CBM_CONFORMANCE_DATA names no folder: the conformance data is not part of the repository" : null;
}

/// <summary>A test over the conformance data; skipped, saying why, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConformanceFactAttribute : FactAttribute
{
    /// <summary>Skips where there is no data.</summary>
    public ConformanceFactAttribute() => Skip = Conformance.WhyNot;
}

/// <summary>A test over many cases of the conformance data; skipped, saying why, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConformanceTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips where there is no data.</summary>
    public ConformanceTheoryAttribute() => Skip = Conformance.WhyNot;
}
