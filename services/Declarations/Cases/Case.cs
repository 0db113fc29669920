// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Log;
using Cbm.Declarations.Storage;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Cases;

/// <summary>One declaration in hand, inside one unit of work: its record, its case file, its tree and what was determined from it.</summary>
public sealed class Case
{
    private readonly DeclarationsContext _context;

    internal Case(DeclarationsContext context, DeclarationRecord record, CaseFile file, Declaration tree, Contracts.Determination determination)
    {
        (_context, Record, File, Tree, Determination) = (context, record, file, tree, determination);
    }

    /// <summary>How it stands.</summary>
    public DeclarationRecord Record { get; }

    /// <summary>Parts, items, warnings, responses.</summary>
    public CaseFile File { get; }

    /// <summary>What is declared, in its newest version.</summary>
    public Declaration Tree { get; private set; }

    /// <summary>What was determined from the newest version.</summary>
    public Contracts.Determination Determination { get; private set; }

    /// <summary>The parts that still have a requirement.</summary>
    public IEnumerable<UnitPart> Parts => File.Parts.Where(part => !part.Withdrawn);

    /// <summary>The database of the unit of work.</summary>
    public DeclarationsContext Context => _context;

    /// <summary>The declaration of that MRN, null where there is none.</summary>
    public static async Task<Case?> Load(DeclarationsContext context, string mrn, CancellationToken cancel = default)
    {
        if (await context.Declarations.FindAsync([mrn], cancel) is not { } record)
        {
            return null;
        }

        var version = await context.Versions.AsNoTracking()
            .SingleAsync(version => version.Mrn == mrn && version.Version == record.Version, cancel);
        return new Case(
            context,
            record,
            CaseFile.Parser.ParseFrom(record.File),
            Declaration.Parser.ParseFrom(version.Tree),
            Contracts.Determination.Parser.ParseFrom(version.Determination));
    }

    /// <summary>The part of a unit, null where it has none.</summary>
    public UnitPart? PartOf(string unit) => File.Parts.FirstOrDefault(part => part.Unit == unit);

    /// <summary>Adds one step to the log.</summary>
    public void Log(string name, DateTimeOffset at, string by, string text = "", string unit = "") =>
        _context.Append(Record, name, at, by, text, unit);

    /// <summary>Keeps a WCO response for the trader.</summary>
    public void Respond(Response response, DateTimeOffset at) =>
        File.Responses.Add(new SentResponse { At = at.ToTimestamp(), Response = response });

    /// <summary>Makes version n+1 of what is declared.</summary>
    public void Advance(Declaration tree, Contracts.Determination determination)
    {
        Record.Version++;
        (Tree, Determination) = (tree, determination);
        AddVersion();
    }

    /// <summary>Puts the case back as it now stands; part of the same unit of work.</summary>
    public void Save(DateTimeOffset now)
    {
        Record.File = File.ToByteArray();
        Record.UpdatedAt = now;
        Record.Revision++;
    }

    internal void AddVersion() => _context.Versions.Add(new VersionRecord
    {
        Mrn = Record.Mrn,
        Version = Record.Version,
        Tree = Tree.ToByteArray(),
        Determination = Determination.ToByteArray(),
    });
}
