// SPDX-License-Identifier: Apache-2.0
using Cbm.Identity;
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Storage;

if (Probe.IsAskedBy(args)) return await Probe.ByHttp("Urls__Http", "/.well-known/openid-configuration");
try
{
    if (args is ["migrate", ..])
    {
        Console.WriteLine(StoreSetup.Told(await IdentityService.Migrate(ServiceHost.SettingsOf(args))));
        return 0;
    }

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
    foreach (var mistake in refusal.Mistakes) Console.Error.WriteLine("Identity does not start: " + mistake);
    return 1;
}
