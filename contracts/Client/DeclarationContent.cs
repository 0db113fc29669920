// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;

namespace Cbm.Client;

/// <summary>A declaration as it is sent: the WCO tree, or JSON or WCO XML as it lies in a file.</summary>
/// <param name="MediaType">application/json or application/xml.</param>
/// <param name="Bytes">As they are sent.</param>
public sealed record DeclarationContent(string MediaType, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The tree, sent as JSON.</summary>
    public static implicit operator DeclarationContent(Declaration declaration) => Of(declaration);

    /// <summary>The tree, sent as JSON.</summary>
    public static DeclarationContent Of(Declaration declaration) => Json(JsonWriting.ToUtf8(declaration));

    /// <summary>JSON as it is.</summary>
    public static DeclarationContent Json(ReadOnlyMemory<byte> utf8) => new("application/json", utf8);

    /// <summary>WCO XML as it is, in the encoding that it names.</summary>
    public static DeclarationContent Xml(ReadOnlyMemory<byte> xml) => new("application/xml", xml);
}
