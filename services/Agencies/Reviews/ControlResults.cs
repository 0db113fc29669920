// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Intake;
using Cbm.Contracts;

namespace Cbm.Agencies.Reviews;

/// <summary>
/// Results of controls, as officers report them with a decision. One control may be drawn for a requirement and goods item; an
/// officer may do others, drawn or not, but only the drawn type or a more thorough one stands for what was drawn. Pure.
/// </summary>
public static class ControlResults
{
    private static readonly string[] Results = ["CONFORM", "MINOR", "MAJOR", "NON_CONFORM", "INCONCLUSIVE"];

    /// <summary>Everything that is wrong with the results of a request that decides these goods items.</summary>
    public static IEnumerable<Fault> Faults(Review review, DecideRequest request, IReadOnlyCollection<int> items)
    {
        for (var index = 0; index < request.Controls.Count; index++)
        {
            var sent = request.Controls[index];
            var isDrawn = Drawn(review, sent) is not null;
            if (!isDrawn && !review.Findings.Any(finding => finding.Requirement == sent.Requirement && finding.Item == sent.Item))
            {
                yield return Wrong("SWA008", $"controls[{index}]", $"The review has no requirement {sent.Requirement} of item {sent.Item}.");
            }

            // What was drawn says its type; what an officer did besides must say it.
            if ((sent.Type.Length > 0 || !isDrawn) && !ControlDraw.FromTheMostThorough.Contains(sent.Type))
            {
                yield return Wrong("SWA008", $"controls[{index}].type", $"Say one of {string.Join(", ", ControlDraw.FromTheMostThorough)}.");
            }

            if (FaultOf(review, sent, request.Controls.Take(index)) is { } message)
            {
                yield return Wrong("SWA009", $"controls[{index}].result", message);
            }
        }

        if (request.Outcome is Outcome.Approve or Outcome.Conditional)
        {
            // What was drawn first: what an officer did besides bounds the decision as well.
            foreach (var fault in review.Controls.Concat(request.Controls).Where(control => items.Contains(control.Item))
                .GroupBy(control => (control.Requirement, control.Item)).SelectMany(done => Bounds(review, request, [.. done])))
            {
                yield return fault;
            }
        }
    }

    /// <summary>Puts a result on record, beside the drawn control where it is of another type. What is on record stays.</summary>
    public static void Record(Review review, Control sent)
    {
        var type = TypeOf(review, sent);
        if (OnRecord(review, sent, type) is not { } control)
        {
            control = new Control { Requirement = sent.Requirement, Item = sent.Item, Type = type };
            review.Controls.Add(control);
        }

        if (control.Result.Length == 0)
        {
            (control.Result, control.Text) = (sent.Result, sent.Text);
        }
    }

    /// <summary>Whether two controls are of one requirement and goods item.</summary>
    public static bool IsOf(Control one, Control other) => one.Requirement == other.Requirement && one.Item == other.Item;

    private static string? FaultOf(Review review, Control sent, IEnumerable<Control> earlier)
    {
        var type = TypeOf(review, sent);
        return !Results.Contains(sent.Result) ? $"Say one of {string.Join(", ", Results)}."
            : OnRecord(review, sent, type) is { Result.Length: > 0 } done && done.Result != sent.Result ? $"The result is on record: {done.Result}."
            : earlier.Any(other => IsOf(other, sent) && TypeOf(review, other) == type) ? "This result is there twice."
            : null;
    }

    /// <summary>What the results of one requirement and goods item, on record and sent, do not allow; the drawn control is the first.</summary>
    private static IEnumerable<Fault> Bounds(Review review, DecideRequest request, List<Control> known)
    {
        var drawn = known[0];
        var results = known.Where(control => control.Result.Length > 0)
            .Concat(request.Controls.Where(sent => IsOf(sent, drawn)))
            .Select(control => (Type: TypeOf(review, control), control.Result)).ToList();
        if (!results.Any(done => Rank(done.Type) <= Rank(drawn.Type)))
        {
            yield return Wrong("SWA010", "controls", $"Record the control {drawn.Type} drawn for {drawn.Requirement}, item {drawn.Item}, or a more thorough one, with its result.");
        }

        var bad = results.FirstOrDefault(done => done.Result is "MAJOR" or "NON_CONFORM" or "INCONCLUSIVE");
        if (request.Outcome == Outcome.Approve && bad.Result is not null)
        {
            yield return Wrong("SWA011", "outcome", $"{drawn.Requirement}, item {drawn.Item}, {bad.Type}: {bad.Result} does not allow a plain approval.");
        }
    }

    // An unknown type is a fault of its own and stands for nothing.
    private static int Rank(string type) => ControlDraw.FromTheMostThorough.IndexOf(type) is >= 0 and var rank ? rank : int.MaxValue;

    private static Control? Drawn(Review review, Control sent) => review.Controls.FirstOrDefault(control => IsOf(control, sent));

    private static string TypeOf(Review review, Control sent) => sent.Type.Length > 0 ? sent.Type : Drawn(review, sent)?.Type ?? "";

    private static Control? OnRecord(Review review, Control sent, string type) =>
        review.Controls.FirstOrDefault(control => IsOf(control, sent) && control.Type == type);

    private static Fault Wrong(string code, string path, string message) => new() { Code = code, Path = path, Message = message };
}
