// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Declarations.Intake;

/// <summary>
/// Whether a report can be taken in at all. An agency may run other software than the frame: what it says is looked at before
/// it is believed, and one report that cannot be true must not make a declaration unreadable.
/// </summary>
public static class ReportCheck
{
    /// <summary>Revisions that a report may be ahead of the last one.</summary>
    public const int MostRevisionsAhead = 10_000;

    // 0001-01-01 to 9999-12-31, as the well-known type says.
    private const long FirstSecond = -62135596800;
    private const long LastSecond = 253402300799;

    /// <summary>It names a step and a time, states and outcomes that exist, each finding once, and a possible revision.</summary>
    public static bool IsSound(AgencyReported report) =>
        report is { Step.At: not null, Revision: > 0, Version: > 0 }
        && IsKnown(report.State) && report.State != ReviewState.Unspecified
        && IsKnown(report.Decision) && report.Decisions.All(decision => decision.Item > 0 && decision.Outcome != Outcome.Unspecified && IsKnown(decision.Outcome))
        && report.Decisions.Select(decision => decision.Item).Distinct().Count() == report.Decisions.Count
        && report.Findings.Select(finding => (finding.Requirement, finding.Item)).Distinct().Count() == report.Findings.Count
        && report.Requests.Select(request => request.Id).Distinct().Count() == report.Requests.Count
        && Times(report).All(IsPossible);

    private static bool IsKnown<T>(T value)
        where T : struct, System.Enum => System.Enum.IsDefined(value);

    private static IEnumerable<Timestamp?> Times(AgencyReported report) =>
        report.Requests.SelectMany(request => new[] { request.AskedAt, request.Due, request.AnsweredAt, request.ExpiredAt })
            .Append(report.Step.At).Append(report.Due);

    private static bool IsPossible(Timestamp? time) =>
        time is null or { Seconds: >= FirstSecond and <= LastSecond, Nanos: >= 0 and < 1_000_000_000 };
}
