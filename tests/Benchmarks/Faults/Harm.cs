// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cbm.Benchmarks.Faults;

/// <summary>What can be done to a running process from outside, on Linux.</summary>
internal static class Harm
{
    private const int Continue = 18, Stop = 19;

    /// <summary>Stops it where it stands (SIGSTOP); false: it is not there.</summary>
    public static bool Pause(int process) => Signal(process, Stop) == 0;

    /// <summary>Lets it go on (SIGCONT).</summary>
    public static void Resume(int process) => _ = Signal(process, Continue);

    /// <summary>Lets it write its files up to so many bytes each and no further (RLIMIT_FSIZE); null: as far as it likes.</summary>
    public static async Task<bool> Limit(int process, long? bytes)
    {
        var limit = bytes?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unlimited";

        // The soft limit alone: the hard one could not be raised again.
        using var prlimit = Process.Start(new ProcessStartInfo("prlimit", ["--pid", $"{process}", $"--fsize={limit}:"]) { RedirectStandardError = true })!;
        await prlimit.WaitForExitAsync();
        return prlimit.ExitCode == 0;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}
