// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Builder;

namespace Cbm.Agencies.Standards;

/// <summary>The running service, as tests start it.</summary>
public static class StandardsService
{
    /// <summary>The service, ready to start.</summary>
    public static WebApplication Build(string[] args) => AgencyHost.Build(new StandardsAgency(), args);
}
