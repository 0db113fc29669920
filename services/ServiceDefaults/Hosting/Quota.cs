// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace Cbm.ServiceDefaults.Hosting;

/// <summary>What happens when the process may not make its files larger (<c>RLIMIT_FSIZE</c>).</summary>
public static class Quota
{
    // SIGXFSZ of Linux: .NET has no name for it, and leaves it to the system, which ends the process at the first byte too many.
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private static readonly Lock Gate = new();
    private static PosixSignalRegistration? _held;

    /// <summary>From now on a write past the quota fails (EFBIG), as it does on a full disk: the request is refused and the service lives.</summary>
    public static void Outlive()
    {
        lock (Gate)
        {
            if (OperatingSystem.IsLinux())
            {
                _held ??= PosixSignalRegistration.Create(FileTooLarge, signal => signal.Cancel = true);
            }
        }
    }
}
