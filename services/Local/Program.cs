// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Cbm.Local;
using Cbm.Local.Demo;

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var onHangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

try
{
    var options = Options.Parse(args);
    if (options.Demo) return await DemoRun.Play(options, Console.WriteLine, Console.Error.WriteLine, stop.Token);

    Console.WriteLine("Starting the window …");
    await using var window = await Window.Open(options, Console.WriteLine, stop.Token);
    Console.WriteLine(Welcome.To(window, options));
    await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    Console.WriteLine("Stopping …");
    return 0;
}
catch (NotOpenedException reason)
{
    Console.Error.WriteLine(reason.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
