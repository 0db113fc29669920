// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Contracts.Serialisation;

/// <summary>Codes of the published catalogue (codelists/errors.csv) for what is wrong with the form of a message.</summary>
public static class ReadingCode
{
    /// <summary>An element that the contract does not have.</summary>
    public const string Unknown = "SWR001";

    /// <summary>An element that may stand once stands again.</summary>
    public const string Repeated = "SWR002";

    /// <summary>A value of another kind than the element's.</summary>
    public const string WrongKind = "SWR003";

    /// <summary>More characters or digits than the element's WCO format has.</summary>
    public const string TooLong = "SWR004";

    /// <summary>Characters or a length that the element's WCO format does not have.</summary>
    public const string WrongFormat = "SWR005";

    /// <summary>Not a decimal number of the element's WCO format.</summary>
    public const string NotDecimal = "SWR006";

    /// <summary>Not a date or a time.</summary>
    public const string NotTime = "SWR007";

    /// <summary>An element of the class that does not exist at this place.</summary>
    public const string NotHere = "SWR008";

    /// <summary>More of an element than may stand here.</summary>
    public const string TooMany = "SWR009";

    /// <summary>An element without which its class means nothing.</summary>
    public const string Missing = "SWR010";

    /// <summary>Not a whole number that the element can hold.</summary>
    public const string NotWhole = "SWR011";

    /// <summary>A word that the enumeration does not have.</summary>
    public const string NotWord = "SWR012";

    /// <summary>An XML attribute that the element does not have.</summary>
    public const string UnknownAttribute = "SWR013";

    /// <summary>Text between the elements of a class.</summary>
    public const string StrayText = "SWR014";

    /// <summary>A character that no message may carry.</summary>
    public const string WrongCharacter = "SWR015";

    /// <summary>An element of the wrapper's own that was passed over.</summary>
    public const string PassedOver = "SWR016";

    /// <summary>More faults than are listed.</summary>
    public const string AndMore = "SWR017";
}
