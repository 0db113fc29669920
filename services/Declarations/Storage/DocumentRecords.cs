// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Storage;

/// <summary>A document that was taken in; its bytes lie in the folder of documents.</summary>
public sealed class DocumentRecord
{
    /// <summary>128 random bits in lower-case hexadecimal.</summary>
    public required string Id { get; init; }

    /// <summary>Party whose it is.</summary>
    public required string Party { get; init; }

    /// <summary>SHA-256 of the bytes, in lower-case hexadecimal; the same bytes are one document of a party.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Bytes.</summary>
    public int Size { get; init; }

    /// <summary>Media type, by the bytes.</summary>
    public required string ContentType { get; init; }

    /// <summary>What the scanner said.</summary>
    public ScanState Scanned { get; set; }

    /// <summary>Who sent it.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>That a unit was shown a document's id, in its slice or in an answer: its officers may read it.</summary>
public sealed class DocumentUseRecord
{
    /// <summary>Document.</summary>
    public required string Document { get; init; }

    /// <summary>MRN of the declaration that names it.</summary>
    public required string Mrn { get; init; }

    /// <summary>Unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Agency of the unit.</summary>
    public required string Agency { get; init; }
}
