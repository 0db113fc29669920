// SPDX-License-Identifier: Apache-2.0
return Cbm.Agencies.AgencyHost.Run(() => new Cbm.Agencies.Standards.StandardsAgency(), args);
