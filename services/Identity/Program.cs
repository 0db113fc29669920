// SPDX-License-Identifier: Apache-2.0
using Cbm.Identity;
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Storage;

if (Probe.IsAskedBy(args)) return await Probe.ByHttp("Urls__Http", "/.well-known/openid-configuration");
try
{
    await IdentityService.Build(args).RunAsync();
    return 0;
}
catch (DamagedStoreException damaged)
{
    Console.Error.WriteLine(damaged.Message);
    return 1;
}
catch (RefusedToStartException refusal)
{
    Console.Error.WriteLine("Identity does not start: " + refusal.Message);
    return 1;
}
