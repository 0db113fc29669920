// SPDX-License-Identifier: Apache-2.0
using Cbm.Identity.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Cbm.Identity;

/// <summary>The identity database: people, clients, and what OpenIddict keeps beside them.</summary>
public class IdentityContext : IdentityUserContext<Person>
{
    /// <summary>Over the store that the options name.</summary>
    public IdentityContext(DbContextOptions<IdentityContext> options) : base(options)
    {
    }

    /// <summary>For the migrations of another provider.</summary>
    protected IdentityContext(DbContextOptions options) : base(options)
    {
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Person>().ToTable("Person");
        builder.Entity<IdentityUserClaim<string>>().ToTable("PersonClaim");
        builder.Entity<IdentityUserLogin<string>>().ToTable("PersonLogin");
        builder.Entity<IdentityUserToken<string>>().ToTable("PersonToken");
    }
}

/// <summary>For <c>dotnet ef migrations add</c>, which needs the model and no database.</summary>
public sealed class IdentityContextFactory : IDesignTimeDbContextFactory<IdentityContext>
{
    /// <summary>A context over no file.</summary>
    public IdentityContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<IdentityContext>().UseSqlite("Data Source=:memory:").UseOpenIddict().Options);
}
