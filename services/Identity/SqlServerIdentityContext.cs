// SPDX-License-Identifier: Apache-2.0
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Cbm.Identity;

/// <summary>The identity database with its migrations for SQL Server (folder Storage/SqlServer); the service itself works with its base, whatever the provider.</summary>
public sealed class SqlServerIdentityContext(DbContextOptions<SqlServerIdentityContext> options) : IdentityContext(options);

/// <summary>For <c>dotnet ef migrations add --context SqlServerIdentityContext</c>, which needs the model and no server.</summary>
public sealed class SqlServerIdentityContextFactory : IDesignTimeDbContextFactory<SqlServerIdentityContext>
{
    /// <inheritdoc/>
    public SqlServerIdentityContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerIdentityContext>().UseSqlServer("Server=none").UseOpenIddict().Options);
}
