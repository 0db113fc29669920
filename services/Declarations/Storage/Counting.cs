// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Declarations.Storage;

/// <summary>Numbers that are counted on in the store, by name.</summary>
public static class Counting
{
    /// <summary>The counter of that name, which begins at 0.</summary>
    public static async Task<CounterRecord> Counter(this DeclarationsContext context, string name) =>
        await context.Counters.FindAsync(name) ?? context.Counters.Add(new CounterRecord { Name = name }).Entity;

    /// <summary>
    /// Lets one unit of work at a time do what is limited in number: two that count in the same moment, each without the other,
    /// write the same row, and the second is carried out again.
    /// </summary>
    public static async Task OneAtATime(this DeclarationsContext context, string name) => (await context.Counter(name)).Next++;
}
