// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Storage;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Agencies.Mandates;

/// <summary>The agency's mandate as a versioned, dated value in its own database.</summary>
public sealed class MandateBook(
    Office office, Writer<AgencyContext> writer, IDbContextFactory<AgencyContext> readers, TimeProvider clock)
{
    /// <summary>Adds a version where the tables changed since the last start; otherwise nothing.</summary>
    public Task Seed() => writer.Commit(async context =>
    {
        var stated = office.Mandate();
        var known = await context.Mandates.OrderByDescending(row => row.Id).Select(row => row.Version).FirstOrDefaultAsync();
        if (known != stated.Version)
        {
            stated.Since = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            context.Mandates.Add(new MandateRow { Version = stated.Version, Content = stated.ToByteArray() });
        }
    });

    /// <summary>The mandate in force.</summary>
    public async Task<Mandate> Current(CancellationToken cancel)
    {
        await using var context = await readers.CreateDbContextAsync(cancel);
        return Mandate.Parser.ParseFrom(
            await context.Mandates.OrderByDescending(row => row.Id).Select(row => row.Content).FirstAsync(cancel));
    }
}
