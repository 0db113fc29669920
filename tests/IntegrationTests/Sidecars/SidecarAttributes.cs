// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using Xunit.Sdk;

namespace Cbm.IntegrationTests.Sidecars;

/// <summary>The same is asked of the stand-in, always.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StandInAttribute : DataAttribute
{
    internal const string Name = "stand-in";

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Name]];
}

/// <summary>And of Dapr's own program, where there is one; else it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DaprdAttribute : DataAttribute
{
    internal const string Name = "daprd";

    /// <inheritdoc/>
    public override string? Skip { get; set; } = DaprdSidecars.WhyNot;

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Name]];
}
