// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations;
using Cbm.ServiceDefaults.Hosting;

return Probe.IsAskedBy(args) ? await Probe.ByGrpc("Urls__Http") : ServiceHost.Run(args, () => DeclarationsService.Build(args), DeclarationsService.Migrate);
