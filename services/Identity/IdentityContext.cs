// SPDX-License-Identifier: Apache-2.0
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Cbm.Identity;

/// <summary>The identity database: the clients and what OpenIddict keeps beside them.</summary>
public sealed class IdentityContext(DbContextOptions<IdentityContext> options) : DbContext(options);

/// <summary>For <c>dotnet ef migrations add</c>, which needs the model and no database.</summary>
public sealed class IdentityContextFactory : IDesignTimeDbContextFactory<IdentityContext>
{
    /// <summary>A context over no file.</summary>
    public IdentityContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<IdentityContext>().UseSqlite("Data Source=:memory:").UseOpenIddict().Options);
}
