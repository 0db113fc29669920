// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Contracts.Serialisation;

/// <summary>Which XML namespaces are of the WCO Data Model, and which of them of declarations (brief 1.3); no namespace will do as well.</summary>
internal static class Namespaces
{
    private const string Wco = "urn:wco:datamodel:";

    /// <summary>None, or one of the WCO Data Model.</summary>
    public static bool IsWco(string name) => name.Length == 0 || name.StartsWith(Wco, StringComparison.Ordinal);

    /// <summary>None, or one of the WCO Data Model that is neither of responses (RES-DMS, SW-RES) nor of the envelope (DocumentMetaData-DMS).</summary>
    public static bool IsDeclaration(string name)
    {
        if (!IsWco(name)) return false;
        foreach (var part in name.Split(':', '-'))
            if (part is "RES" || part.StartsWith("Response", StringComparison.Ordinal) || part.Contains("MetaData", StringComparison.Ordinal)) return false;
        return true;
    }
}
