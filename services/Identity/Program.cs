// SPDX-License-Identifier: Apache-2.0
using Cbm.Identity;
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Storage;

if (Probe.IsAskedBy(args)) return await Probe.ByHttp("Urls__Http", "/.well-known/openid-configuration");
try
{
    if (args is ["migrate", ..])
    {
        var applied = await IdentityService.Migrate(args[1..]);
        Console.WriteLine(applied.Count == 0 ? "No migration was pending." : $"Applied: {string.Join(", ", applied)}.");
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
catch (Exception wrong) when (wrong is RefusedToStartException or StoreSettingsException)
{
    Console.Error.WriteLine("Identity does not start: " + wrong.Message);
    return 1;
}
