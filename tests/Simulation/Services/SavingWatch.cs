// SPDX-License-Identifier: Apache-2.0
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cbm.Simulation.Services;

/// <summary>Looks at every unit of work before it is saved.</summary>
internal sealed class SavingWatch(Action<DbContext> look) : SaveChangesInterceptor
{
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        look(eventData.Context!);
        return ValueTask.FromResult(result);
    }
}
