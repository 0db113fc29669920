// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Cbm.Contracts;
using Google.Protobuf;

namespace Cbm.Declarations.Lodging;

/// <summary>What a declaration says of itself before anybody decides anything: its direction, its kind, its content's hash.</summary>
public static class LodgedContent
{
    /// <summary>SHA-256 over the tree's canonical bytes: equal trees, JSON or XML, have the same.</summary>
    public static string HashOf(Declaration tree) => Convert.ToHexStringLower(SHA256.HashData(tree.ToByteArray()));

    /// <summary>Whether it waits for the arrival of its goods (pre-lodged types D, E, F, K; brief 11.2).</summary>
    public static bool IsPreLodged(string typeCode) => typeCode.Length == 3 && typeCode[2] is 'D' or 'E' or 'F' or 'K';
}
