// SPDX-License-Identifier: Apache-2.0
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Cbm.Declarations.Storage;

/// <summary>The window's database with its migrations for SQL Server (folder SqlServer beside this); the service itself works with its base, whatever the provider.</summary>
public sealed class SqlServerDeclarationsContext(DbContextOptions<SqlServerDeclarationsContext> options) : DeclarationsContext(options);

/// <summary>For <c>dotnet ef migrations add --context SqlServerDeclarationsContext</c>, which needs the model and no server.</summary>
public sealed class SqlServerDeclarationsContextFactory : IDesignTimeDbContextFactory<SqlServerDeclarationsContext>
{
    /// <inheritdoc/>
    public SqlServerDeclarationsContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerDeclarationsContext>().UseSqlServer("Server=none").Options);
}
