// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations.Representations;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Problems;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cbm.Declarations.Documents;

/// <summary>The one place in which a document is read: by its party, its party's agent, and officers of a unit that was shown its id.</summary>
public sealed class DocumentReading(DocumentFolder folder, IDbContextFactory<DeclarationsContext> readers, TimeProvider clock, ILogger<DocumentReading> logger)
{
    private const int IdLength = 32;

    /// <summary>The document, where the caller may read it; 404 otherwise, whether there is one or not.</summary>
    public async Task<DocumentRecord> Find(string id, Caller caller, CancellationToken cancel)
    {
        // An id becomes the name of a file: nothing else may.
        if (id.Length != IdLength || !id.All(char.IsAsciiHexDigitLower))
        {
            throw Refusal.NotFound("document");
        }

        await using var database = await readers.CreateDbContextAsync(cancel);
        return await database.Documents.AsNoTracking().SingleOrDefaultAsync(known => known.Id == id, cancel) is { } document
            && (await MayActFor(database, caller, document.Party, cancel) || await IsShown(database, id, caller, cancel))
            ? document
            : throw Refusal.NotFound("document");
    }

    /// <summary>Its bytes, looked through; the read is logged.</summary>
    public async Task<Stream> Open(DocumentRecord document, Caller caller, CancellationToken cancel)
    {
        var bytes = await folder.Open(document.Id, document.Sha256, cancel);
        logger.LogInformation("Document {Document} read by {Subject} of {Agency}.", document.Id, caller.Subject, caller.Agency ?? "its party");
        return bytes;
    }

    private async Task<bool> MayActFor(DeclarationsContext database, Caller caller, string party, CancellationToken cancel) =>
        (await Authority.Of(database, caller, Days.Of(clock.GetUtcNow()), [party], cancel)).MayActFor(party);

    private static async Task<bool> IsShown(DeclarationsContext database, string id, Caller caller, CancellationToken cancel)
    {
        if (caller.Agency is not { } agency)
        {
            return false;
        }

        var units = await database.DocumentUses.Where(use => use.Document == id && use.Agency == agency)
            .Select(use => use.Unit).Distinct().ToListAsync(cancel);
        return units.Exists(unit => caller.WorksFor(agency, unit));
    }
}
