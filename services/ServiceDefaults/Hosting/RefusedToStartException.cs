// SPDX-License-Identifier: Apache-2.0
namespace Cbm.ServiceDefaults.Hosting;

/// <summary>A service may not run as it is configured. Every mistake is named, none with a secret in it.</summary>
/// <param name="mistakes">What is wrong, a line each.</param>
public sealed class RefusedToStartException(params IReadOnlyList<string> mistakes) : Exception(string.Join("; ", mistakes))
{
    /// <summary>What is wrong, a line each.</summary>
    public IReadOnlyList<string> Mistakes => mistakes;
}
