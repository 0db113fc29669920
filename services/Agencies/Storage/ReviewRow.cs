// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Google.Protobuf;

namespace Cbm.Agencies.Storage;

/// <summary>A review as it stands, beside the few facts that officers search by.</summary>
public sealed class ReviewRow
{
    /// <summary>MRN and unit: 26FI…R6-PLANT_HEALTH.</summary>
    public required string Id { get; init; }

    /// <summary>Unit that reviews.</summary>
    public required string Unit { get; init; }

    /// <summary>Version of the declaration.</summary>
    public int Version { get; private set; }

    /// <summary>Grows by one with every change.</summary>
    public int Revision { get; private set; }

    /// <summary>State.</summary>
    public ReviewState State { get; private set; }

    /// <summary>Gravest of the item decisions.</summary>
    public Outcome Outcome { get; private set; }

    /// <summary>Officer who took it; empty: nobody.</summary>
    public string Assignee { get; private set; } = "";

    /// <summary>Target time.</summary>
    public DateTimeOffset Due { get; private set; }

    /// <summary>0 while open, 1 when decided: the order of the queue.</summary>
    public int Rank { get; private set; }

    /// <summary>False when the window asks nothing more of the unit.</summary>
    public bool InQueue { get; set; } = true;

    /// <summary>Party id of the importer, else its name.</summary>
    public string Importer { get; private set; } = "";

    /// <summary>Party id of the exporter, else its name.</summary>
    public string Exporter { get; private set; } = "";

    /// <summary>HS codes of six digits, joined by commas.</summary>
    public string Hs6 { get; private set; } = "";

    /// <summary>Countries of origin, joined by commas.</summary>
    public string Origins { get; private set; } = "";

    /// <summary>The whole review, without slice and history.</summary>
    public byte[] Content { get; private set; } = [];

    /// <summary>Whether a review in this state waits for a decision.</summary>
    public static bool IsOpen(ReviewState state) => state is ReviewState.Pending or ReviewState.InReview or ReviewState.InfoRequested
        or ReviewState.ControlOrdered or ReviewState.Escalated or ReviewState.AwaitingApproval;

    /// <summary>The review, without slice and history.</summary>
    public Review Read() => Review.Parser.ParseFrom(Content);

    /// <summary>Keeps the review as it now stands.</summary>
    public void Keep(Review review)
    {
        Version = review.Version;
        Revision = review.Revision;
        State = review.State;
        Outcome = review.Decision;
        Assignee = review.Assignee;
        Due = review.Due.ToDateTimeOffset();
        Rank = IsOpen(review.State) ? 0 : 1;
        Importer = review.Importer;
        Exporter = review.Exporter;
        Hs6 = string.Join(',', review.Hs6);
        Origins = string.Join(',', review.Origins);
        Content = review.ToByteArray();
    }
}

/// <summary>A slice as it came.</summary>
public sealed class SliceRow
{
    /// <summary>The review that it belongs to.</summary>
    public required string ReviewId { get; init; }

    /// <summary>Version of the declaration.</summary>
    public required int Version { get; init; }

    /// <summary>SHA-256 of the bytes, as the window announced it.</summary>
    public required string Hash { get; init; }

    /// <summary>The slice's bytes.</summary>
    public required byte[] Content { get; init; }

    /// <summary>The review as it stood when a newer version came; null: this is the newest.</summary>
    public byte[]? Superseded { get; set; }
}

/// <summary>One step in the life of a review.</summary>
public sealed class StepRow
{
    /// <summary>Order of events.</summary>
    public long Id { get; init; }

    /// <summary>The review.</summary>
    public required string ReviewId { get; init; }

    /// <summary>SHA-256 of the fact, or number of the revision, that it came from: the same one makes one step.</summary>
    public required string Cause { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Event name (reviewTaken).</summary>
    public required string Name { get; init; }

    /// <summary>Officer, rule or window.</summary>
    public required string By { get; init; }

    /// <summary>What people read.</summary>
    public required string Text { get; init; }
}
