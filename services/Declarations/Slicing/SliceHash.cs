// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Cbm.Contracts;
using Google.Protobuf;

namespace Cbm.Declarations.Slicing;

/// <summary>SHA-256 over what a slice says, so that an amendment which does not touch it keeps the hash.</summary>
public static class SliceHash
{
    /// <summary>64 lower-case hexadecimal digits over goods, requirements and questions; version, times that the window sets, and holds stay out.</summary>
    public static string Of(Slice slice)
    {
        var content = slice.Clone();
        content.Version = 0;
        content.LodgedAt = null;
        content.Holds.Clear();
        // Set on arrival by the window, not by the trader.
        content.Declaration.AcceptanceDateTime = "";
        return Convert.ToHexStringLower(SHA256.HashData(content.ToByteArray()));
    }
}
