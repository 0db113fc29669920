// SPDX-License-Identifier: Apache-2.0
using Cbm.Identity;

try
{
    await IdentityService.Build(args).RunAsync();
    return 0;
}
catch (RefusedToStartException refusal)
{
    Console.Error.WriteLine("Identity does not start: " + refusal.Message);
    return 1;
}
