// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cbm.Declarations.Documents;

/// <summary>
/// Once at the start: what was on its way in when the service ended is taken away, and a file that no row names is set aside. It
/// was answered to nobody, or the database is an older copy: an operator decides.
/// </summary>
public sealed class DocumentTidying(
    DocumentFolder folder, Writer<DeclarationsContext> writer, IDbContextFactory<DeclarationsContext> readers, TimeProvider clock, ILogger<DocumentTidying> logger) : BackgroundService
{
    // A coarse file clock may stand a moment before ours; and what another replica is taking in has its file before its row.
    private TimeSpan Young => writer.IsShared ? TimeSpan.FromMinutes(30) : TimeSpan.FromSeconds(2);

    /// <summary>Tidies what is older than now: what comes meanwhile is no orphan.</summary>
    /// <returns>Files set aside.</returns>
    public async Task<int> Tidy(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - Young;
        folder.ClearIncoming(before);
        var aside = 0;
        foreach (var shard in DocumentFolder.Shards)
        {
            var files = folder.Ids(shard, before);
            if (files.Count == 0)
            {
                continue;
            }

            await using var database = await readers.CreateDbContextAsync(cancel);
            var known = await database.Documents.Where(document => document.Id.StartsWith(shard)).Select(document => document.Id).ToHashSetAsync(cancel);
            foreach (var id in files.Where(id => !known.Contains(id)))
            {
                folder.SetAside(id);
                aside++;
            }
        }

        return aside;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (await Tidy(stoppingToken) is > 0 and var aside)
            {
                logger.LogWarning("{Count} files of documents are named by no row and were set aside: was the database put back from an older copy?", aside);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException || ServiceDefaults.Storage.StoreTrouble.Is(failure))
        {
            logger.LogWarning(failure, "The folder of documents could not be tidied.");
        }
    }
}
