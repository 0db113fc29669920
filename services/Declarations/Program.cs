// SPDX-License-Identifier: Apache-2.0
Cbm.Declarations.DeclarationsService.Build(args).Run();
