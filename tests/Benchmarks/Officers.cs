// SPDX-License-Identifier: Apache-2.0
using Cbm.Client;
using Cbm.Contracts;
using Cbm.Local.Demo;

namespace Cbm.Benchmarks;

/// <summary>
/// The officers: one for each unit, who takes every review that waits for the result of a drawn control, finds the goods as
/// declared, and approves. What a rule decides never comes to them.
/// </summary>
/// <param name="window">Where they work.</param>
/// <param name="isNeeded">Whether anybody waits for a release: otherwise they do not even look.</param>
/// <param name="stop">Ends their day.</param>
public sealed class Officers(Uri window, Func<bool> isNeeded, CancellationToken stop)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly (string Agency, string Unit, string Client)[] People =
    [
        ("CUSTOMS", "CUSTOMS", "demo-officer-customs"),
        ("HEALTH", "PUBLIC_HEALTH", "demo-officer-health"),
        ("AGRICULTURE", "PLANT_HEALTH", "demo-officer-plant"),
        ("AGRICULTURE", "VETERINARY", "demo-officer-vet"),
        ("STANDARDS", "STANDARDS", "demo-officer-standards"),
    ];

    private int controls;
    private int decisions;

    /// <summary>Results recorded until now.</summary>
    public int Controls => controls;

    /// <summary>Reviews decided until now.</summary>
    public int Decisions => decisions;

    /// <summary>They work until told to stop.</summary>
    /// <exception cref="BenchmarkFailedException">A review waits for something else than a control.</exception>
    public IEnumerable<Task> Work() => People.Select(async person =>
    {
        using var callers = new Callers(window);
        var (reviews, queue) = (callers.As(person.Client).Reviews, new ListReviewsRequest { Agency = person.Agency, Unit = person.Unit, State = "PENDING", Limit = 50 });
        while (!stop.IsCancellationRequested)
        {
            var waiting = !isNeeded() ? [] : await reviews.List(queue, CancellationToken.None).Take(50).ToListAsync(CancellationToken.None);
            foreach (var review in waiting) await Decide(reviews, review);
            if (waiting.Count == 0) await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    });

    private async Task Decide(ReviewCalls reviews, Review review)
    {
        if (review.Controls.Count == 0) throw new BenchmarkFailedException($"{review.Id} waits without a control: {string.Join(' ', review.Reasons)}");
        var taken = await reviews.Take(review);
        await reviews.Decide(taken, new DecideRequest
        {
            Outcome = Outcome.Approve,
            ReasonCode = "CONFORM",
            LegalBasis = "WCO RKC, General Annex, Standard 6.4",
            Controls = { review.Controls.Select(control => new Control(control) { Result = "CONFORM", Text = "As declared." }) },
        });
        Interlocked.Add(ref controls, review.Controls.Count);
        Interlocked.Increment(ref decisions);
    }
}
