// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Agriculture;
using Cbm.Agencies.Customs;
using Cbm.Agencies.Health;
using Cbm.Agencies.Standards;

namespace Cbm.IntegrationTests.Agencies;

public sealed class AgricultureConformance(RunningAgency<AgricultureAgency> agency) : AgencyConformance<AgricultureAgency>(agency);

public sealed class CustomsConformance(RunningAgency<CustomsAgency> agency) : AgencyConformance<CustomsAgency>(agency);

public sealed class HealthConformance(RunningAgency<HealthAgency> agency) : AgencyConformance<HealthAgency>(agency);

public sealed class StandardsConformance(RunningAgency<StandardsAgency> agency) : AgencyConformance<StandardsAgency>(agency);
