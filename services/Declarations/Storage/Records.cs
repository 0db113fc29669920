// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Declarations.Storage;

/// <summary>One declaration, as it stands.</summary>
public sealed class DeclarationRecord
{
    /// <summary>MRN.</summary>
    public required string Mrn { get; init; }

    /// <summary>Declarant's own reference; unique for the declarant.</summary>
    public required string Lrn { get; init; }

    /// <summary>Party id of the declarant: whose it is.</summary>
    public required string Declarant { get; init; }

    /// <summary>SHA-256 of the tree as lodged: the same content again is the same declaration.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Type code (IMD).</summary>
    public required string TypeCode { get; init; }

    /// <summary>UCR, empty where none was declared.</summary>
    public required string Ucr { get; set; }

    /// <summary>State of the declaration machine.</summary>
    public required string State { get; set; }

    /// <summary>Version of the declared data.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Grows with every change.</summary>
    public int Revision { get; set; } = 1;

    /// <summary>The goods are presented.</summary>
    public bool Presented { get; set; }

    /// <summary>When it was lodged.</summary>
    public DateTimeOffset LodgedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Events in its log.</summary>
    public int LogLength { get; set; }

    /// <summary>Hash of the last event.</summary>
    public string LogHash { get; set; } = "";

    /// <summary>The case file, as bytes of its message.</summary>
    public byte[] File { get; set; } = [];
}

/// <summary>What was declared in one version, and what was determined from it.</summary>
public sealed class VersionRecord
{
    /// <summary>MRN.</summary>
    public required string Mrn { get; init; }

    /// <summary>Version, from 1.</summary>
    public int Version { get; init; }

    /// <summary>The tree, as bytes of its message.</summary>
    public required byte[] Tree { get; init; }

    /// <summary>The determination, as bytes of its message.</summary>
    public required byte[] Determination { get; init; }
}

/// <summary>That a unit has, or had, a part in a declaration: what its officers may find.</summary>
public sealed class PartRecord
{
    /// <summary>MRN.</summary>
    public required string Mrn { get; init; }

    /// <summary>Unit.</summary>
    public required string Unit { get; init; }

    /// <summary>When the declaration was lodged.</summary>
    public DateTimeOffset LodgedAt { get; init; }
}

/// <summary>One step of a declaration's log, chained to the one before.</summary>
public sealed class EventRecord
{
    /// <summary>MRN.</summary>
    public required string Mrn { get; init; }

    /// <summary>Place in the log, from 1.</summary>
    public int Sequence { get; init; }

    /// <summary>Event name (brief 11.4).</summary>
    public required string Name { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Unit it concerns; empty: the declaration as a whole.</summary>
    public required string Unit { get; init; }

    /// <summary>Who did it; erasable.</summary>
    public required string By { get; init; }

    /// <summary>What happened, for a person; erasable.</summary>
    public required string Text { get; init; }

    /// <summary>Correlation id of the request behind it.</summary>
    public required string Correlation { get; init; }

    /// <summary>Random bytes in the digest, so that erased content cannot be guessed back.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>Salted digest of the erasable content.</summary>
    public required string Digest { get; init; }

    /// <summary>Hash of the event before; empty for the first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>Hash over the event before, the place, the name, the time and the digest.</summary>
    public required string Hash { get; init; }
}

/// <summary>The mandate that an agency last gave.</summary>
public sealed class MandateRecord
{
    /// <summary>Agency code.</summary>
    public required string Agency { get; init; }

    /// <summary>When it was last heard.</summary>
    public DateTimeOffset HeardAt { get; set; }

    /// <summary>The mandate, as bytes of its message.</summary>
    public required byte[] Mandate { get; set; }
}

/// <summary>A counter of numbers handed out.</summary>
public sealed class CounterRecord
{
    /// <summary>What it counts.</summary>
    public required string Name { get; init; }

    /// <summary>Numbers below are taken.</summary>
    public long Next { get; set; }
}
