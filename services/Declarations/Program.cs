// SPDX-License-Identifier: Apache-2.0
return Cbm.ServiceDefaults.Hosting.ServiceHost.Run(() => Cbm.Declarations.DeclarationsService.Build(args));
