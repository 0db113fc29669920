// SPDX-License-Identifier: Apache-2.0
using Xunit;

namespace Cbm.IntegrationTests.SqlServer;

/// <summary>A test about SQLite or about its files; where the stores of the tests are on a server it is skipped and says why.</summary>
/// <param name="why">What it does that is SQLite's alone.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqliteFactAttribute(string why) : FactAttribute
{
    /// <inheritdoc/>
    public override string? Skip { get; set; } = TestServer.WhyNot is null ? $"SQLite's alone: {why}" : null;
}

/// <summary>The same for many cases.</summary>
/// <param name="why">What it does that is SQLite's alone.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqliteTheoryAttribute(string why) : TheoryAttribute
{
    /// <inheritdoc/>
    public override string? Skip { get; set; } = TestServer.WhyNot is null ? $"SQLite's alone: {why}" : null;
}

/// <summary>A test that needs SQL Server; where there is none it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServerFactAttribute : FactAttribute
{
    /// <inheritdoc/>
    public override string? Skip { get; set; } = TestServer.WhyNot;
}
