// SPDX-License-Identifier: Apache-2.0
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Cbm.Declarations.Storage;

/// <summary>Lets the migration tool see the model without starting the service.</summary>
public sealed class MigrationsFactory : IDesignTimeDbContextFactory<DeclarationsContext>
{
    /// <inheritdoc/>
    public DeclarationsContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<DeclarationsContext>().UseSqlite("Data Source=:memory:").Options);
}
