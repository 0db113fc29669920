// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Simulation.People;

/// <summary>What people did and what they were told: against it the services are held in the end.</summary>
public sealed class Ledger
{
    /// <summary>Declarations that traders lodge.</summary>
    public List<Story> Stories { get; } = [];

    /// <summary>Steps of officers that were acknowledged.</summary>
    public List<OfficersStep> Steps { get; } = [];

    /// <summary>Documents whose registration was acknowledged: agency, number and when.</summary>
    public List<(string Agency, string Number, DateTimeOffset At)> Documents { get; } = [];

    /// <summary>Whether what a service acknowledged then may be lost, since its store was put back to an older copy.</summary>
    public Func<string, DateTimeOffset, bool> MayBeLost { get; init; } = (_, _) => false;

    /// <summary>Whether a service's store was put back to an older copy after that time.</summary>
    public Func<string, DateTimeOffset, bool> IsPutBackAfter { get; init; } = (_, _) => false;

    /// <summary>How often the window's newer store was lost.</summary>
    public int Losses { get; private set; }

    /// <summary>The window's newer store is lost: what was seen of it may not be so any more.</summary>
    public void Lose()
    {
        Losses++;
        Stories.ForEach(story => story.Seen = ("", 0));
    }

    /// <summary>What ought not to be.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>What was acknowledged and is not there.</summary>
    public int Lost { get; private set; }

    /// <summary>What was acknowledged and is there more than once.</summary>
    public int Doubled { get; private set; }

    /// <summary>Notes how many times something that was acknowledged is there: once, if all is well.</summary>
    public bool IsOnce(int times, string what)
    {
        if (times == 1)
        {
            return true;
        }

        (Lost, Doubled) = times == 0 ? (Lost + 1, Doubled) : (Lost, Doubled + 1);
        Violate(what);
        return false;
    }

    /// <summary>Notes what ought not to be, once.</summary>
    public void Violate(string what)
    {
        if (!Violations.Contains(what))
        {
            Violations.Add(what);
        }
    }
}

/// <summary>An acknowledged step: what the officer's review says of it.</summary>
public sealed record OfficersStep(string Agency, string Review, string Name, string By, int Revision, Outcome Outcome, DateTimeOffset At);

/// <summary>One declaration, as its trader knows it.</summary>
public sealed class Story(string lrn, Declaration tree)
{
    private readonly Dictionary<string, DateTimeOffset> _mrns = [];

    /// <summary>The trader's own reference.</summary>
    public string Lrn { get; } = lrn;

    /// <summary>What is declared.</summary>
    public Declaration Tree { get; } = tree;

    /// <summary>Whether it is lodged before its goods arrive.</summary>
    public bool IsPreLodged => Tree.TypeCode.EndsWith('D');

    /// <summary>Whether its trader is in a hurry.</summary>
    public bool IsHurried => Lrn.EndsWith('2');

    /// <summary>MRNs that lodging it was answered with: one, if all is well.</summary>
    public IReadOnlyCollection<string> Mrns => _mrns.Keys;

    /// <summary>The MRN; null until lodging is acknowledged.</summary>
    public string? Mrn => Mrns.FirstOrDefault();

    /// <summary>Somebody has told the arrival, whether it was heard or not.</summary>
    public bool ArrivalTold { get; set; }

    /// <summary>The arrival was acknowledged.</summary>
    public bool ArrivalHeard => ArrivalHeardAt is not null;

    /// <summary>When the arrival was acknowledged.</summary>
    public DateTimeOffset? ArrivalHeardAt { get; set; }

    /// <summary>When its state was last seen.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>Answers that were acknowledged: question, what it is about, and from which revision of the declaration on, and when.</summary>
    public List<(Question Question, Answer Answer, int Revision, DateTimeOffset At)> Answered { get; } = [];

    /// <summary>What it is amended to next; its goods as the trader last wished them.</summary>
    public Declaration Wished { get; set; } = tree.Clone();

    /// <summary>Amendments that were sent: reason code, what was declared, and when it was acknowledged, if it was.</summary>
    public List<(string Reason, Declaration Tree, DateTimeOffset? HeardAt)> Amended { get; } = [];

    /// <summary>Its cancellation was sent, whether it was heard or not.</summary>
    public bool CancelSent { get; set; }

    /// <summary>When its cancellation was acknowledged; null: it was not.</summary>
    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>The state last seen, and in which revision.</summary>
    public (string State, int Revision) Seen { get; set; } = ("", 0);

    /// <summary>Lodging was answered with this MRN, at that time for the first time.</summary>
    public void Acknowledge(string mrn, DateTimeOffset at) => _mrns.TryAdd(mrn, at);

    /// <summary>When lodging was first answered with this MRN.</summary>
    public DateTimeOffset AcknowledgedAt(string mrn) => _mrns[mrn];

    /// <summary>The declaration of that MRN is lost, and all that was done with it.</summary>
    public void Forget(string mrn)
    {
        _mrns.Remove(mrn);
        Answered.Clear();
        Amended.Clear();
        (Wished, CancelledAt) = (Tree.Clone(), null);
        (ArrivalTold, ArrivalHeardAt, Seen) = (false, null, ("", 0));
    }

    /// <summary>Nobody waits any more.</summary>
    public bool HasEnded => Ended.Contains(Seen.State);

    /// <summary>States in which nobody can do anything any more.</summary>
    public static IReadOnlyList<string> Ended { get; } = ["RELEASED", "CONDITIONALLY_RELEASED", "REFUSED", "CANCELLED"];
}
