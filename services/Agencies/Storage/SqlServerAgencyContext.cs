// SPDX-License-Identifier: Apache-2.0
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Cbm.Agencies.Storage;

/// <summary>An agency's database with its migrations for SQL Server (folder SqlServer beside this); the service itself works with its base, whatever the provider.</summary>
public sealed class SqlServerAgencyContext(DbContextOptions<SqlServerAgencyContext> options) : AgencyContext(options);

/// <summary>For <c>dotnet ef migrations add --context SqlServerAgencyContext</c>, which needs the model and no server.</summary>
public sealed class SqlServerAgencyContextFactory : IDesignTimeDbContextFactory<SqlServerAgencyContext>
{
    /// <inheritdoc/>
    public SqlServerAgencyContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerAgencyContext>().UseSqlServer("Server=none").Options);
}
