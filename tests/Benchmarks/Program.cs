// SPDX-License-Identifier: Apache-2.0
using Cbm.Benchmarks;
using Cbm.Benchmarks.Faults;
using Cbm.Client;
using Cbm.Local;

if (args is ["echo"]) return await Echo.Serve();
if (args is ["simulate", .. var rest]) return Simulate.Play(rest);
if (args is ["faults", .. var storm]) return await FaultRun.Play(storm);
if (args is ["fuzz", .. var hostile]) return await Fuzz.Play(hostile);
if (Asked.Parse(args) is not { } asked)
{
    Console.Error.WriteLine($"usage: {Asked.Usage}");
    return 2;
}

using var echo = await Echo.Start();
// One caller with all of the load: what the gateway would refuse is not what is measured.
var options = Options.Passing() with { Settings = new Dictionary<string, string>(echo.Settings) { ["Limits:Caller:PerSecond"] = "0", ["Limits:Address:PerSecond"] = "0" } };
try
{
    await using var window = await Window.Open(options, Console.Error.WriteLine);
    await new Rounds(asked, window.Http, new Cores(options.Data, echo.ProcessId)).Run();
    return 0;
}
catch (Exception reason) when (reason is NotOpenedException or BenchmarkFailedException or ProblemException or HttpRequestException)
{
    Console.Error.WriteLine(reason.Message);
    return 1;
}
finally
{
    Directory.Delete(options.Data, recursive: true);
}
