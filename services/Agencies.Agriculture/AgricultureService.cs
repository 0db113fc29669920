// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Builder;

namespace Cbm.Agencies.Agriculture;

/// <summary>The running service, as tests start it.</summary>
public static class AgricultureService
{
    /// <summary>The service, ready to start.</summary>
    public static WebApplication Build(string[] args) => AgencyHost.Build(new AgricultureAgency(), args);
}
