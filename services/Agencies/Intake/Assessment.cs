// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Reviews;
using Cbm.Contracts;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Agencies.Intake;

/// <summary>A unit's first look at a slice: documents verified, controls drawn, decided by rule or queued with the reasons.</summary>
public static class Assessment
{
    /// <summary>The review that a slice opens, at revision 0.</summary>
    public static Review Of(Slice slice, bool presented, RegisterExtract register, ControlDraw draw, Office office, DateTimeOffset now)
    {
        var review = new Review
        {
            Id = SliceFacts.ReviewId(slice.Mrn, slice.Unit),
            Mrn = slice.Mrn,
            Version = slice.Version,
            Agency = office.Code,
            Unit = slice.Unit,
            State = ReviewState.Pending,
            LodgedAt = slice.LodgedAt,
            Due = DueOf(slice),
            Presented = presented,
        };
        SliceFacts.Copy(slice, review);
        review.Findings.AddRange(slice.Requirements.Select(asked => DocumentVerification.Of(asked, slice, register, office.Wording)));
        review.Controls.AddRange(draw.Of(slice));
        var decision = RuleDecision.Of(SliceFacts.Items(slice), review.Findings, review.Controls, office.Wording);
        review.Reasons.AddRange(decision.Reasons);
        if (decision.Event is not null)
        {
            review.State = ReviewLifecycle.After(review.State, decision.Event);
            review.Decisions.AddRange(decision.Decisions(now));
            review.Decision = review.Decisions.Select(one => one.Outcome).DefaultIfEmpty(Outcome.Approve).Max();
        }

        return review;
    }

    /// <summary>The shortest target time of the requirements, counted from lodging, around the clock (brief 2.2); without any, a day.</summary>
    private static Timestamp DueOf(Slice slice) => slice.LodgedAt + Duration.FromTimeSpan(TimeSpan.FromHours(
        slice.Requirements.Select(asked => asked.Requirement.TargetHours).DefaultIfEmpty(24).Min()));
}
