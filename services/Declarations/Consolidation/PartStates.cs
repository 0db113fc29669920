// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Storage;

namespace Cbm.Declarations.Consolidation;

/// <summary>What a unit's last report says of its part as it now is.</summary>
public static class PartStates
{
    /// <summary>The report on the newest version of the unit's slice; null while the unit has not been heard on it.</summary>
    public static AgencyReported? Heard(UnitPart part) => part.Report?.Version == part.Version ? part.Report : null;

    /// <summary>
    /// The state to show. What an officer has in hand, refused or detained stays so over a newer version; what was approved
    /// must be looked at again. Where every request is answered the unit is at work again, though it may not have heard yet.
    /// </summary>
    public static ReviewState Of(UnitPart part) => part.Report switch
    {
        null => ReviewState.Pending,

        // A unit does not leave by its own word while something is asked of it.
        { State: ReviewState.Withdrawn } => ReviewState.Pending,
        { State: ReviewState.Approved or ReviewState.ApprovedConditional or ReviewState.Waived } when Heard(part) is null => ReviewState.Pending,
        { State: ReviewState.InfoRequested, Requests.Count: > 0 } report when !report.Requests.Any(IsOpen) => ReviewState.InReview,
        var report => report.State,
    };

    /// <summary>The unit's decision; none while its review is open.</summary>
    public static Outcome DecisionOf(UnitPart part) => IsEnd(Of(part)) && part.Report is { } report ? report.Decision : Outcome.Unspecified;

    /// <summary>Whether a review in this state is at its end.</summary>
    public static bool IsEnd(ReviewState state) => state is ReviewState.Approved or ReviewState.ApprovedConditional or ReviewState.Refused
        or ReviewState.Waived or ReviewState.Detained or ReviewState.Withdrawn;

    /// <summary>Whether the trader may still answer: neither answered nor past its time.</summary>
    public static bool IsOpen(InformationRequest request) => request.AnsweredAt is null && request.ExpiredAt is null;

    /// <summary>A refusal or a detention: no answer of the trader undoes it, only its unit does.</summary>
    public static bool IsGrave(ItemDecision decision) => decision.Outcome is Outcome.Refuse or Outcome.Detain;

    /// <summary>Whether the unit has a say: where nothing is asked of it any more, no order of it stands and it has left, it has none.</summary>
    public static bool Counts(UnitPart part) => !part.Unneeded || Standing(part).Count > 0 || HasDrawn(part) || IsLeaving(part);

    /// <summary>A control of it is drawn and not made: that nothing else is asked of it any more does not lift it (RKC 3.28).</summary>
    public static bool HasDrawn(UnitPart part) =>
        Heard(part) is { } report && !IsEnd(Of(part)) && report.Controls.Any(control => control.Result.Length == 0);

    /// <summary>
    /// Nothing is asked of it any more, and it has not yet said that it heard so: an order of it may be on its way. What was
    /// approved is at its end and orders nothing.
    /// </summary>
    public static bool IsLeaving(UnitPart part) =>
        part is { Unneeded: true, Withdrawn: false } && Standing(part).Count == 0 && !HasDrawn(part) && !IsEnd(Of(part));

    /// <summary>The refusals and detentions that stand, in whichever version they were made.</summary>
    public static IReadOnlyList<ItemDecision> Standing(UnitPart part) => Heard(part) switch
    {
        null => part.Held,
        { Decisions.Count: 0, State: ReviewState.Refused or ReviewState.Detained } whole =>
            [.. part.Items.Select(item => new ItemDecision { Item = item, Outcome = whole.State == ReviewState.Refused ? Outcome.Refuse : Outcome.Detain })],
        var report => [.. report.Decisions.Where(IsGrave)],
    };
}
