// SPDX-License-Identifier: Apache-2.0
using Cbm.Gateway;
using Cbm.ServiceDefaults.Hosting;

if (Probe.IsAskedBy(args)) return await Probe.ByGrpc("Urls__Grpc");
try
{
    await GatewayService.Build(args).RunAsync();
    return 0;
}
catch (RefusedToStartException refusal)
{
    foreach (var mistake in refusal.Mistakes) Console.Error.WriteLine("The gateway does not start: " + mistake);
    return 1;
}
catch (IOException refusal)
{
    Console.Error.WriteLine("The gateway does not start: " + refusal.Message);
    return 1;
}
