// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Declarations.Slicing;

/// <summary>What a unit sees of an element, from the freest to the strictest: where two rows fit, the greater one wins.</summary>
public enum Sight
{
    /// <summary>R: as declared.</summary>
    Read,

    /// <summary>O: the unit's own records only.</summary>
    Own,

    /// <summary>M: minimised to a pseudonym, a country or a mode.</summary>
    Minimised,

    /// <summary>B: the band of the value.</summary>
    Band,

    /// <summary>S: that the record is declared.</summary>
    Status,

    /// <summary>Q: on request, with legal basis and purpose; never in a slice.</summary>
    OnRequest,

    /// <summary>-: nothing.</summary>
    Nothing,
}

/// <summary>Kinds of record for which the register has a row of its own (its column «when»), and whether a record is the unit's own.</summary>
[Flags]
public enum Kinds
{
    /// <summary>Any record.</summary>
    None = 0,

    /// <summary>A record of the unit's own: a requirement determined for it and the goods item accepts it.</summary>
    Own = 1,

    /// <summary>other: a document or fee line that is not the unit's own.</summary>
    Other = 2,

    /// <summary>testReport: a test report, whoever asked for it.</summary>
    TestReport = 4,

    /// <summary>species: a product name that is not known to be a brand or a model.</summary>
    Species = 8,

    /// <summary>private: an importer or consignee without an id.</summary>
    Private = 16,
}
