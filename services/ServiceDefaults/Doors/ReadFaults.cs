// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Grpc.Core;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>
/// What reading found wrong or doubtful in a declaration or a query, for the use-case to report together with what validation finds:
/// every error at once, not the reader's first and the rules' after.
/// </summary>
/// <param name="Faults">Errors of form.</param>
/// <param name="Warnings">Doubtful but readable.</param>
public sealed record ReadFaults(IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings)
{
    private static readonly ReadFaults None = new([], []);

    /// <summary>What was found in this call's body; over gRPC, where no reader stands before, the tree is checked here.</summary>
    public static ReadFaults Of(ServerCallContext context, Declaration tree) =>
        context.UserState.TryGetValue(typeof(ReadFaults), out var found) ? (ReadFaults)found
        : context is HttpCall ? None
        : new ReadFaults(TreeCheck.Faults(tree), []);

    /// <summary>What was found in this call's body; none over gRPC, whose own reader takes no faulty message.</summary>
    public static ReadFaults Of(ServerCallContext context) =>
        context.UserState.TryGetValue(typeof(ReadFaults), out var found) ? (ReadFaults)found : None;

    internal void Keep(ServerCallContext context) => context.UserState[typeof(ReadFaults)] = this;
}
