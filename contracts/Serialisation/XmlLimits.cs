// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Contracts.Serialisation;

/// <summary>How much XML is read before it is refused.</summary>
/// <param name="MaxCharacters">Characters of the whole document, comments and all.</param>
/// <param name="MaxDepth">Elements within one another.</param>
public sealed record XmlLimits(long MaxCharacters = XmlLimits.LargestRequest, int MaxDepth = 64)
{
    // As many characters as the services take bytes of any request (32 MB), so that JSON and XML have one limit.
    private const long LargestRequest = 32 * 1024 * 1024;

    /// <summary>32 million characters, 64 levels.</summary>
    public static XmlLimits Default { get; } = new();
}
