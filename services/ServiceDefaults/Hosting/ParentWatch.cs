// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Cbm.ServiceDefaults.Hosting;

/// <summary>Stops a service that was started by another process (<c>CBM_PARENT_PID</c>) when that process is gone.</summary>
public sealed class ParentWatch(IHostApplicationLifetime lifetime, TimeProvider clock) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("CBM_PARENT_PID"), out var parent))
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!IsAlive(parent))
            {
                lifetime.StopApplication();
            }
        }
    }

    // A process whose parent has ended is given another, even while the dead one still waits in the table of processes.
    private static bool IsAlive(int parent) => OperatingSystem.IsWindows() ? IsRunning(parent) : ParentId() == parent;

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "getppid")]
    private static extern int ParentId();
}
