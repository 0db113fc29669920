// SPDX-License-Identifier: Apache-2.0
using Cbm.Client;
using Cbm.Contracts;

namespace Cbm.Local.Demo;

/// <summary>The officers of the demo: one for each unit, who takes what is in the queue, asks once where the journey says so, and approves.</summary>
public sealed class Officers(Callers callers, Action<string> say, CancellationToken cancel)
{
    // The unit, its officer, and the law that its approval names.
    private static readonly Dictionary<string, (string Client, string LegalBasis)> People = new()
    {
        ["CUSTOMS"] = ("demo-officer-customs", "Regulation (EU) No 952/2013"),
        ["PUBLIC_HEALTH"] = ("demo-officer-health", "Delegated Regulation (EU) 2016/127"),
        ["PLANT_HEALTH"] = ("demo-officer-plant", "Regulation (EU) 2016/2031"),
        ["VETERINARY"] = ("demo-officer-vet", "Regulation (EU) 2017/625"),
        ["STANDARDS"] = ("demo-officer-standards", "Directive 2009/48/EC"),
    };

    // The law of an agency that the demo does not know: goods are released when examined and permitted.
    private const string AnyLegalBasis = "Revised Kyoto Convention, General Annex, Standard 3.40";

    /// <summary>Whether the unit's officer found something to do on this declaration, and did it.</summary>
    /// <exception cref="ProblemException">It was refused.</exception>
    public async Task<bool> Act(string mrn, UnitView part)
    {
        if (part.State is not (ReviewState.Unspecified or ReviewState.Pending or ReviewState.InReview or ReviewState.Escalated)) return false;
        var (officer, law) = People.TryGetValue(part.Unit, out var person) ? person : ($"demo-officer-{part.Agency.ToLowerInvariant()}", AnyLegalBasis);
        var reviews = callers.As(officer).Reviews;
        var found = await reviews.List(new ListReviewsRequest { Agency = part.Agency, Unit = part.Unit, Limit = 200 }, cancel).FirstOrDefaultAsync(one => one.Mrn == mrn, cancel);
        // Not there yet: its slice is still on the way.
        if (found is null) return false;

        var review = await reviews.Get(part.Agency, found.Id, cancel);
        switch (review.State)
        {
            case ReviewState.Pending or ReviewState.Escalated:
                if (!await Try(() => reviews.Take(review, cancel))) return false;
                say($"{part.Unit}'s officer takes the review");
                return true;
            case ReviewState.InReview when part.Unit == "PUBLIC_HEALTH" && review.Requests.Count == 0:
                await reviews.RequestInformation(review, [Question], dueDays: 5, cancel);
                say($"{part.Unit}'s officer asks the trader for a test report of the infant formula");
                return true;
            case ReviewState.InReview:
                return await Approve(reviews, law, review);
            default:
                return false;
        }
    }

    private static InformationQuestion Question => new() { Text = "Send the test report of this lot by an accredited laboratory.", Item = 3, DocumentCode = "4" };

    private async Task<bool> Approve(ReviewCalls reviews, string law, Review review)
    {
        var drawn = review.Controls.Where(control => control.Result.Length == 0).ToList();
        var decision = new DecideRequest { Outcome = Outcome.Approve, ReasonCode = "CONFORM", LegalBasis = law };
        decision.Controls.AddRange(drawn.Select(control => new Control(control) { Result = "CONFORM", Text = "As declared." }));
        if (!await Try(() => reviews.Decide(review, decision, cancel))) return false;
        var told = drawn.Count > 0 ? $", with the results of {drawn.Count} controls" : "";
        say($"{review.Unit}'s officer approves{told}");
        return true;
    }

    // Somebody else was faster: look again.
    private static async Task<bool> Try(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (ProblemException refusal) when (refusal.Status is 409 or 412)
        {
            return false;
        }
    }
}
