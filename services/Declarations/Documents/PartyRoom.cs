// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Problems;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Documents;

/// <summary>How many bytes of documents a party keeps here; one counter for each party, so that nothing is summed up.</summary>
internal static class PartyRoom
{
    // A form around a file of the largest size.
    private const int Envelope = 16 * 1024;
    private const int Megabyte = 1024 * 1024;

    /// <summary>Before any byte is read: one document too large is 413, a party that is full 409.</summary>
    public static async Task MustBeLeft(DeclarationsContext database, string party, long length, DocumentLimits limits, CancellationToken cancel)
    {
        if (length > limits.Largest + Envelope)
        {
            throw DocumentFolder.TooLarge(limits.Largest);
        }

        var name = CounterOf(party);
        if (await database.Counters.AsNoTracking().SingleOrDefaultAsync(counter => counter.Name == name, cancel) is { } used && used.Next >= limits.Quota)
        {
            throw Full(used.Next, limits);
        }
    }

    /// <summary>In the transaction that keeps it: the party's bytes with these, or 409.</summary>
    public static async Task Take(DeclarationsContext database, string party, int size, DocumentLimits limits)
    {
        var used = await database.Counter(CounterOf(party));
        used.Next = used.Next + size <= limits.Quota ? used.Next + size : throw Full(used.Next, limits);
    }

    private static string CounterOf(string party) => $"documents of {party}";

    private static Grpc.Core.RpcException Full(long used, DocumentLimits limits) =>
        Refusal.Conflict($"The party's documents fill {used / Megabyte} MB of the {limits.Quota / Megabyte} MB that it may keep here.");
}
