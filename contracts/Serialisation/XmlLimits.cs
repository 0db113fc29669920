// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Contracts.Serialisation;

/// <summary>How much XML is read before it is refused.</summary>
/// <param name="MaxCharacters">Characters of the whole document, comments and all.</param>
/// <param name="MaxDepth">Elements within one another.</param>
public sealed record XmlLimits(long MaxCharacters = 20_000_000, int MaxDepth = 64)
{
    /// <summary>20 million characters, 64 levels.</summary>
    public static XmlLimits Default { get; } = new();
}
