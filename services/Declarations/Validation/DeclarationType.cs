// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;

namespace Cbm.Declarations.Validation;

/// <summary>Which way the goods go.</summary>
public enum Direction
{
    /// <summary>Into the country.</summary>
    Import,

    /// <summary>Out of the country.</summary>
    Export,

    /// <summary>Through the country.</summary>
    Transit,
}

/// <summary>What kind of declaration it is: direction (null: not known) and the letter of list SW-AdditionalType (a space: not known).</summary>
public readonly record struct DeclarationType(Direction? Direction, char Additional)
{
    private static readonly CodeList Directions = CodeList.Named("SW-Direction");
    private static readonly CodeList Letters = CodeList.Named("SW-AdditionalType");

    /// <summary>The type code is one that the lists know; of another nothing follows, neither what is due nor which way the goods go.</summary>
    public bool IsKnown => Additional != ' ';

    /// <summary>Every datum is due: A, D.</summary>
    public bool IsStandard => Additional is 'A' or 'D';

    /// <summary>Lodged on less data, to be completed later: B, C, E, F.</summary>
    public bool IsSimplified => Additional is 'B' or 'C' or 'E' or 'F';

    /// <summary>Completes what was simplified or entered in the records: X, Y, Z; Customs alone reviews it.</summary>
    public bool IsSupplementary => Additional is 'X' or 'Y' or 'Z';

    /// <summary>Lodged before the goods arrive: D, E, F, K.</summary>
    public bool IsPrelodged => Additional is 'D' or 'E' or 'F' or 'K';

    /// <summary>All data of the goods are due, now or as the supplement of a simplified declaration.</summary>
    public bool IsFull => IsStandard || IsSupplementary;

    /// <summary>A notice of goods on the least data: J, K and the national Q.</summary>
    public bool IsNotice => Additional is 'J' or 'K' or 'Q';

    /// <summary>The type code is a direction and a letter that the lists know.</summary>
    public static bool IsListed(string typeCode) =>
        typeCode.Length == 3 && Directions.Contains(typeCode.AsSpan(0, 2)) && Letters.Contains(typeCode.AsSpan(2, 1));

    /// <summary>The type of a declaration; CO is an export by procedures 10 to 31, an import by others, and of no direction by a procedure that is none.</summary>
    public static DeclarationType Of(Declaration declaration)
    {
        var code = declaration.TypeCode;
        if (!IsListed(code)) return new(null, ' ');
        Direction? direction = code.AsSpan(0, 2) switch
        {
            "EX" => Validation.Direction.Export,
            "TR" => Validation.Direction.Transit,
            "CO" => ByProcedure(declaration),
            _ => Validation.Direction.Import,
        };
        return new(direction, code[2]);
    }

    // Brief 11.2: the first item speaks for all.
    private static Direction? ByProcedure(Declaration declaration)
    {
        if (declaration.GoodsShipment?.GovernmentAgencyGoodsItem is not [var first, ..]) return null;
        var requested = Procedure.Of(first).Current;
        if (!Procedures.IsKnown(requested)) return null;
        return Procedures.IsExport(requested) ? Validation.Direction.Export : Validation.Direction.Import;
    }
}
