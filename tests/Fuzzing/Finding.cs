// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Fuzzing;

/// <summary>An input that did what no input may, kept in a file.</summary>
/// <param name="Target">Reader or operation.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Case">Number of the input within it.</param>
/// <param name="What">What it did.</param>
/// <param name="Path">The file that the input lies in.</param>
public sealed record Finding(string Target, int Seed, int Case, string What, string Path)
{
    /// <summary>Keeps the input under the system's temporary folder.</summary>
    public static Finding Keep(string target, int seed, int number, string what, ReadOnlySpan<byte> input)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(System.IO.Path.GetTempPath(), "cbm-fuzz")).FullName;
        var path = System.IO.Path.Combine(folder, $"{target.Replace(' ', '-').Replace('/', '_')}-{seed}-{number}.bin");
        File.WriteAllBytes(path, input);
        return new Finding(target, seed, number, what, path);
    }

    /// <summary>One line that says how to see it again.</summary>
    public override string ToString() => $"{Target}: {What} (seed {Seed}, case {Case}, input in {Path})";
}
