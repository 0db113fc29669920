// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Builder;

namespace Cbm.Agencies.Customs;

/// <summary>The running service, as tests start it.</summary>
public static class CustomsService
{
    /// <summary>The service, ready to start.</summary>
    public static WebApplication Build(string[] args) => AgencyHost.Build(new CustomsAgency(), args);
}
