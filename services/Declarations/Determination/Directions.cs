// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;

namespace Cbm.Declarations.Determination;

/// <summary>Which way the goods of a declaration go.</summary>
public static class Directions
{
    /// <summary>IM, EX or TR by the type; CO by the first item's procedure, 10 to 31 export, otherwise import (brief 11.2).</summary>
    public static string Of(Declaration declaration)
    {
        var type = declaration.TypeCode;
        if (!type.StartsWith("CO", StringComparison.Ordinal))
        {
            return type.Length > 2 ? type[..2] : type;
        }

        return ByProcedure(declaration.GoodsShipment?.GovernmentAgencyGoodsItem.FirstOrDefault()?.GovernmentProcedure.FirstOrDefault()?.CurrentCode ?? "");
    }

    /// <summary>EX for a requested procedure of 10 to 31, otherwise IM.</summary>
    public static string ByProcedure(string procedure) =>
        procedure.Length >= 2 && int.TryParse(procedure.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            && code is >= 10 and <= 31 ? "EX" : "IM";
}
