// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Grpc.Core;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>
/// What reading found wrong or doubtful in a declaration, for the use-case to report together with what validation finds:
/// every error at once, not the reader's first and the rules' after.
/// </summary>
/// <param name="Faults">Errors of form.</param>
/// <param name="Warnings">Doubtful but readable.</param>
public sealed record ReadFaults(IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings)
{
    private static readonly ReadFaults None = new([], []);

    /// <summary>What was found in this call's body; nothing over gRPC, whose messages are typed.</summary>
    public static ReadFaults Of(ServerCallContext context) =>
        context.UserState.TryGetValue(typeof(ReadFaults), out var found) ? (ReadFaults)found : None;

    internal void Keep(ServerCallContext context) => context.UserState[typeof(ReadFaults)] = this;
}
