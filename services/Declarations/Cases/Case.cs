// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Log;
using Cbm.Declarations.Storage;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Cases;

/// <summary>
/// One declaration in hand, inside one unit of work: its record and its case file, which say how it stands. What was declared
/// and determined is read besides where it is needed; a report of an agency needs neither.
/// </summary>
public sealed class Case
{
    // Asked with every report of every agency: translated once.
    private static readonly Func<DeclarationsContext, string, CancellationToken, Task<DeclarationRecord?>> Find =
        EF.CompileAsyncQuery((DeclarationsContext context, string mrn, CancellationToken _) =>
            context.Declarations.SingleOrDefault(declaration => declaration.Mrn == mrn));

    private readonly HashSet<string> _logged = [];
    private (Declaration Tree, Contracts.Determination Determination)? _version;

    private Case(DeclarationsContext context, DeclarationRecord record, CaseFile file) =>
        (Context, Record, File) = (context, record, file);

    /// <summary>How it stands.</summary>
    public DeclarationRecord Record { get; }

    /// <summary>Parts, items, open questions, warnings, responses.</summary>
    public CaseFile File { get; }

    /// <summary>The database of the unit of work.</summary>
    public DeclarationsContext Context { get; }

    /// <summary>What is declared, in its newest version; it must have been read.</summary>
    public Declaration Tree => (_version ?? throw NotRead()).Tree;

    /// <summary>What was determined from the newest version; it must have been read.</summary>
    public Contracts.Determination Determination => (_version ?? throw NotRead()).Determination;

    /// <summary>The parts that still have a requirement, or an order that stands.</summary>
    public IEnumerable<UnitPart> Parts => File.Parts.Where(part => !part.Withdrawn);

    /// <summary>The declaration of that MRN, null where there is none.</summary>
    public static async Task<Case?> Load(DeclarationsContext context, string mrn, CancellationToken cancel = default)
    {
        if (await Find(context, mrn, cancel) is not { } record)
        {
            return null;
        }

        var declaration = new Case(context, record, CaseFile.Parser.ParseFrom(record.File));
        if (declaration.File.GoodsItems == 0)
        {
            // Kept by a window of before, which left this to the version.
            await declaration.ReadVersion(cancel);
            declaration.Count();
        }

        return declaration;
    }

    /// <summary>The same with what was declared and determined.</summary>
    public static async Task<Case?> LoadWhole(DeclarationsContext context, string mrn, CancellationToken cancel = default)
    {
        var declaration = await Load(context, mrn, cancel);
        if (declaration is not null)
        {
            await declaration.ReadVersion(cancel);
        }

        return declaration;
    }

    /// <summary>A new case with its first version; its record and its version are added to the unit of work.</summary>
    public static Case Open(DeclarationsContext context, DeclarationRecord record, CaseFile file, Declaration tree, Contracts.Determination determination)
    {
        context.Declarations.Add(record);
        var declaration = new Case(context, record, file);
        declaration.Take(tree, determination);
        return declaration;
    }

    /// <summary>Reads what was declared and determined in the newest version, if it was not yet.</summary>
    public async Task ReadVersion(CancellationToken cancel = default)
    {
        if (_version is not null)
        {
            return;
        }

        var (mrn, number) = (Record.Mrn, Record.Version);
        var version = await Context.Versions.AsNoTracking().SingleAsync(one => one.Mrn == mrn && one.Version == number, cancel);
        _version = (Declaration.Parser.ParseFrom(version.Tree), Contracts.Determination.Parser.ParseFrom(version.Determination));
    }

    /// <summary>The part of a unit, null where it has none.</summary>
    public UnitPart? PartOf(string unit) => File.Parts.FirstOrDefault(part => part.Unit == unit);

    /// <summary>Adds one step to the log.</summary>
    public void Log(string name, DateTimeOffset at, string by, string text = "", string unit = "")
    {
        _logged.Add(name);
        Context.Append(Record, name, at, by, text, unit);
    }

    /// <summary>Whether this unit of work has logged a step of that name: a move of the machine that it caused is not told twice.</summary>
    public bool HasLogged(string name) => _logged.Contains(name);

    /// <summary>Keeps a WCO response for the trader.</summary>
    public void Respond(Response response, DateTimeOffset at) =>
        File.Responses.Add(new SentResponse { At = at.ToTimestamp(), Response = response });

    /// <summary>Makes version n+1 of what is declared.</summary>
    public void Advance(Declaration tree, Contracts.Determination determination)
    {
        Record.Version++;
        Take(tree, determination);
    }

    /// <summary>Puts the case back as it now stands; part of the same unit of work.</summary>
    public void Save(DateTimeOffset now)
    {
        Record.File = File.ToByteArray();
        Record.UpdatedAt = now;
        Record.Revision++;
    }

    private void Take(Declaration tree, Contracts.Determination determination)
    {
        _version = (tree, determination);
        Count();
        Context.Versions.Add(new VersionRecord
        {
            Mrn = Record.Mrn,
            Version = Record.Version,
            Tree = tree.ToByteArray(),
            Determination = determination.ToByteArray(),
        });
    }

    private void Count()
    {
        File.GoodsItems = Tree.GoodsShipment.GovernmentAgencyGoodsItem.Count;
        File.Questions.Clear();
        File.Questions.AddRange(Determination.Questions);
    }

    private static InvalidOperationException NotRead() => new("The version was not read.");
}
