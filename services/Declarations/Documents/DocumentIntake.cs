// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Cbm.Contracts;
using Cbm.Declarations.Representations;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Documents;

/// <summary>A document taken in, and whether it was now or before.</summary>
/// <param name="Document">As it is told.</param>
/// <param name="IsNew">False where the party's same bytes were taken in already.</param>
public sealed record TakenIn(UploadedDocument Document, bool IsNew);

/// <summary>Taking in a document: bytes to disk, looked at, scanned, kept; only then the answer.</summary>
public sealed class DocumentIntake(
    DocumentFolder folder,
    DocumentLimits limits,
    UploadSlots slots,
    IDocumentScanner? scanner,
    Writer<DeclarationsContext> writer,
    IDbContextFactory<DeclarationsContext> readers,
    TimeProvider clock)
{
    /// <summary>
    /// Takes it in. Too large 413, of another kind 415, past the party's quota 409, not what it says or harmful 422, a scanner
    /// that is away 503. The same bytes of the same party are the same document.
    /// </summary>
    /// <param name="declarant">Whose it is; empty: the caller's party.</param>
    /// <param name="file">The bytes.</param>
    /// <param name="call">Who sends it, under which key.</param>
    public async Task<TakenIn> Take(string declarant, FileOnItsWay file, ServerCallContext call)
    {
        // 1. Whose it is, and whether there is room; before any byte is read.
        var caller = Caller.Of(call);
        var party = await PartyOf(declarant, caller, call.CancellationToken);
        await using (var database = await readers.CreateDbContextAsync(call.CancellationToken))
        {
            await PartyRoom.MustBeLeft(database, party, file.Length ?? 0, limits, call.CancellationToken);
        }

        using var slot = slots.Take(party);

        // 2. The bytes, for as long as it may take: one who sends them a byte a minute must not keep others out.
        using var received = await Receive(file, call.CancellationToken);

        // 3. What they are; every fault at once. Then the scanner.
        var contentType = await Look(received, file, call.CancellationToken);
        var scanned = await scanner.Scan(received, contentType, call.CancellationToken);

        // 4. File, then row, both durable; then the answer.
        return await Keep(received, new DocumentRecord
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            Party = party,
            Sha256 = received.Sha256,
            Size = received.Size,
            ContentType = contentType,
            Scanned = scanned,
            By = caller.Subject,
            At = clock.GetUtcNow(),
        }, call);
    }

    private async Task<string> PartyOf(string declarant, Caller caller, CancellationToken cancel)
    {
        if (declarant.Length == 0 && !caller.Is("agent") && caller.Party is { Length: > 0 } own)
        {
            return own;
        }

        if (declarant.Length == 0)
        {
            throw Refusal.Invalid("SWA124", "declarant", "Say whose document it is: the party that you act for.");
        }

        await using var database = await readers.CreateDbContextAsync(cancel);
        var authority = await Authority.Of(database, caller, Days.Of(clock.GetUtcNow()), [declarant], cancel);
        return authority.MayActFor(declarant) ? declarant : throw Refusal.Forbidden("You do not act for this party.");
    }

    private async Task<IncomingFile> Receive(FileOnItsWay file, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(limits.Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            return await folder.Receive(file.Bytes, limits.Largest, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw Refusal.Of(408, "Too slow", $"The bytes did not come within {limits.Longest.TotalSeconds} seconds.");
        }
    }

    private static async Task<string> Look(IncomingFile received, FileOnItsWay file, CancellationToken cancel)
    {
        var declared = DocumentKind.Declared(file.ContentType);
        if (!DocumentKind.Taken.Contains(declared))
        {
            throw Refusal.Of(415, "Not a format of ours", $"Send one of {string.Join(", ", DocumentKind.Taken)}.");
        }

        var faults = new List<Fault>();
        var found = await DocumentKind.Of(received.Path, cancel);
        if (received.Size == 0)
        {
            faults.Add(Fault("SWA122", "The document is empty."));
        }
        else if (found != declared)
        {
            faults.Add(Fault("SWA120", $"The bytes are not {declared}{(found is null ? "" : $", but {found}")}."));
        }
        else if (found == "application/xml" && await DocumentKind.WrongXml(received.Path, cancel) is { } wrong)
        {
            faults.Add(Fault("SWA121", wrong));
        }

        if (!await file.IsAlone())
        {
            faults.Add(Fault("SWA126", "Send one file at a time."));
        }

        faults.RefuseIfAny();
        return found!;
    }

    private async Task<TakenIn> Keep(IncomingFile received, DocumentRecord record, ServerCallContext call)
    {
        // What a key stands for: whose document, of which kind, and its bytes, by their hash.
        var request = new UploadDocumentRequest
        {
            Declarant = record.Party,
            Document = new Google.Api.HttpBody { ContentType = record.ContentType, Data = ByteString.CopyFromUtf8(record.Sha256) },
        };
        folder.Keep(received, record.Id);
        DocumentRecord? kept = null;
        try
        {
            kept = await writer.Commit(
                async database =>
                {
                    await database.Claim(call, request, clock);
                    return await Store(database, record);
                },
                call.CancellationToken);
            return new TakenIn(View(kept), kept.Id == record.Id);
        }
        finally
        {
            if (kept is not null && kept.Id != record.Id && !await folder.IsWhole(kept.Id, kept.Sha256))
            {
                // The file of before is lost or damaged; these are its bytes.
                folder.Replace(record.Id, kept.Id);
            }
            else if (kept?.Id != record.Id && !await IsKnown(record.Id))
            {
                folder.Forget(record.Id);
            }
        }
    }

    private async Task<DocumentRecord> Store(DeclarationsContext database, DocumentRecord record)
    {
        if (await database.Documents.SingleOrDefaultAsync(known => known.Party == record.Party && known.Sha256 == record.Sha256) is { } before)
        {
            before.Scanned = record.Scanned == ScanState.Clean ? ScanState.Clean : before.Scanned;
            return before;
        }

        await PartyRoom.Take(database, record.Party, record.Size, limits);
        return database.Documents.Add(record).Entity;
    }

    // The store may have taken the row in though its answer was lost: a file that is named stays.
    private async Task<bool> IsKnown(string id)
    {
        await using var database = await readers.CreateDbContextAsync();
        return await database.Documents.AnyAsync(known => known.Id == id);
    }

    private static UploadedDocument View(DocumentRecord record) =>
        new() { Id = record.Id, Sha256 = record.Sha256, Size = record.Size, ContentType = record.ContentType, Scanned = record.Scanned };

    private static Fault Fault(string code, string message) => new() { Code = code, Path = "document", Message = message };
}
