// SPDX-License-Identifier: Apache-2.0
return Cbm.Declarations.DeclarationsService.Run(args);
