// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Cbm.ServiceDefaults.Hosting;

/// <summary>
/// A service writes and reads as the standards say and not as the machine's country does. .NET's own mode without cultures would
/// do the same, but the client of SQL Server refuses to work in it.
/// </summary>
public static class NoCulture
{
    /// <summary>From now on, in every thread.</summary>
    public static void Begin() =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
}
