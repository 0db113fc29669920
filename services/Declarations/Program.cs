// SPDX-License-Identifier: Apache-2.0
return Cbm.ServiceDefaults.Hosting.ServiceHost.Run(args, () => Cbm.Declarations.DeclarationsService.Build(args), Cbm.Declarations.DeclarationsService.Migrate);
