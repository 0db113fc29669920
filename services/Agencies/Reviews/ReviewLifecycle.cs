// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.States;
using Cbm.ServiceDefaults.Problems;
using Google.Protobuf.Reflection;

namespace Cbm.Agencies.Reviews;

/// <summary>The moves of a review: the agencyReview machine of state-machines.json over the contract's states.</summary>
public static class ReviewLifecycle
{
    private const string Prefix = "REVIEW_STATE_";

    private static readonly EnumDescriptor States = ReviewReflection.Descriptor.FindTypeByName<EnumDescriptor>("ReviewState");

    /// <summary>The state after an event; a move that the machine does not have is refused (409).</summary>
    public static ReviewState After(ReviewState from, string @event) =>
        StateMachine.AgencyReview.TryMove(Word(from), @event, out var to) && Find(to) is { } state
            ? state
            : throw Refusal.Conflict($"A review that is {Word(from)} does not allow this step ({@event}).");

    /// <summary>The event by which an officer's decision ends a review.</summary>
    public static string EventOf(Outcome outcome) => outcome switch
    {
        Outcome.Approve => "approve",
        Outcome.Conditional => "approveConditional",
        Outcome.Refuse => "refuse",
        Outcome.Waive => "waive",
        Outcome.Detain => "detain",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    /// <summary>The bare word of a state (IN_REVIEW).</summary>
    public static string Word(ReviewState state) => States.FindValueByNumber((int)state)?.Name[Prefix.Length..] ?? "";

    /// <summary>The state of a bare word in any case, null where there is none.</summary>
    public static ReviewState? Find(string word) =>
        States.FindValueByName(Prefix + word.ToUpperInvariant()) is { Number: > 0 } value ? (ReviewState)value.Number : null;
}
