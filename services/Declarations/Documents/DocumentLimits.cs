// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Configuration;

namespace Cbm.Declarations.Documents;

/// <summary>How much of documents the window takes in.</summary>
/// <param name="Largest">Bytes of one document.</param>
/// <param name="Quota">Bytes of all documents of one party.</param>
/// <param name="AtOnce">Documents on their way in at the same time.</param>
/// <param name="AtOnceOfOneParty">The same of one party, so that none keeps the others out.</param>
/// <param name="Longest">Time for the bytes of one document to come.</param>
public sealed record DocumentLimits(int Largest, long Quota, int AtOnce, int AtOnceOfOneParty, TimeSpan Longest)
{
    private const int Megabyte = 1024 * 1024;

    /// <summary>From <c>Documents:QuotaMegabytes</c> (2,048), <c>Documents:AtOnce</c> (16), <c>Documents:AtOnceOfOneParty</c> (4) and <c>Documents:LongestSeconds</c> (60); the largest is 20 MB (api.md).</summary>
    public static DocumentLimits Of(IConfiguration configuration) => new(
        20 * Megabyte,
        configuration.GetValue("Documents:QuotaMegabytes", 2048L) * Megabyte,
        configuration.GetValue("Documents:AtOnce", 16),
        configuration.GetValue("Documents:AtOnceOfOneParty", 4),
        TimeSpan.FromSeconds(configuration.GetValue("Documents:LongestSeconds", 60)));
}
