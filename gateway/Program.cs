// SPDX-License-Identifier: Apache-2.0
using Cbm.Gateway;
using Cbm.ServiceDefaults.Hosting;

if (Probe.IsAskedBy(args)) return await Probe.ByGrpc("Urls__Grpc");
try
{
    await GatewayService.Build(args).RunAsync();
    return 0;
}
catch (Exception refusal) when (refusal is RefusedToStartException or IOException)
{
    Console.Error.WriteLine("The gateway does not start: " + refusal.Message);
    return 1;
}
