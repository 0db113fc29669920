// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;

namespace Cbm.Contracts.Events;

/// <summary>A kind of event in the log of a declaration.</summary>
/// <param name="Name">Name in the log (released); in a CloudEvent its type is cbm.declaration. and this.</param>
/// <param name="When">When it happens, for a person.</param>
/// <param name="Sees">Who is shown it.</param>
public sealed record EventKind(string Name, string When, EventAudience Sees)
{
    /// <summary>CloudEvents type.</summary>
    public string Type => EventCatalogue.TypePrefix + Name;
}

/// <summary>Who is shown an event, beside the auditor and the coordinator, who see the whole log.</summary>
public enum EventAudience
{
    /// <summary>The trader, and the officers of every unit that has a part in the declaration.</summary>
    Declaration,

    /// <summary>The trader, and the officers of the unit that it concerns.</summary>
    Unit,
}

/// <summary>Every event that the log of a declaration can have. Subscriptions are checked by it and the documentation shows it.</summary>
public static class EventCatalogue
{
    /// <summary>What the CloudEvents type of every event of a declaration begins with.</summary>
    public const string TypePrefix = "cbm.declaration.";

    /// <summary>CloudEvents type of the message that tries a subscription and means nothing.</summary>
    public const string Ping = "cbm.webhook.ping";

    /// <summary>Word of a subscription to every event, those of later versions among them.</summary>
    public const string Every = "*";

    /// <summary>The kinds, in the order in which a declaration may meet them.</summary>
    public static IReadOnlyList<EventKind> All { get; } =
    [
        Whole("declarationLodged", "The declaration was lodged and found whole."),
        Whole("declarationRegistered", "It was registered before the goods are there (RES 02)."),
        Whole("declarationAccepted", "It was legally accepted (RES 01)."),
        Whole("requirementsDetermined", "What it needs of which agency was determined, with its first and every later version."),
        Whole("reviewsOpened", "Units were sent their slices."),
        Whole("questionsOpen", "A requirement depends on a fact that was not declared: the trader is asked (RES 06)."),
        Whole("questionsAnswered", "The trader answered questions of determination, which makes a new version."),
        Whole("declarationAmended", "The trader declared anew, which makes a new version."),
        Whole("declarationCancelled", "The trader took the declaration back (RES 10)."),
        Whole("goodsArrived", "The goods were presented."),
        One("reviewPending", "A unit took the declaration in and queued it for its officers."),
        One("reviewTaken", "An officer took the review in hand."),
        One("reviewReturned", "An officer put the review back into the queue."),
        One("informationRequested", "An officer asks the trader for something (RES 06)."),
        One("informationAnswered", "The trader answered an officer's request, whole or in part."),
        Whole("informationSupplied", "Everything that was asked is answered; the reviews go on."),
        One("deadlineExpired", "A request was not answered in time; the review goes on without."),
        One("reviewDecided", "A unit decided, by its rules or by an officer."),
        Whole("reviewReopened", "What was decided is open again."),
        One("reviewWithdrawn", "Nothing is asked of the unit any more."),
        One("withdrawalNotApplied", "Nothing is asked of the unit any more, but what its officer decided still holds."),
        One("lateReportFiled", "A unit reported on an older version: it is filed and changes nothing."),
        Whole("controlOrdered", "A control of the goods was ordered (RES 05)."),
        Whole("inspectionConcluded", "No control is open any more."),
        Whole("detain", "A unit detained the goods."),
        Whole("liftDetention", "No unit detains the goods any more."),
        Whole("seize", "The goods were seized."),
        Whole("refuse", "A unit refused the goods."),
        Whole("allClearUnpaid", "Every unit has said yes; what is owed is not secured (RES 13)."),
        Whole("paymentSecured", "What is owed is paid or secured."),
        Whole("allClearNotPresented", "Every unit has said yes; the goods are not there yet."),
        Whole("noControl", "No unit asks for anything: released at once."),
        Whole("consolidatedClear", "Every unit that must has said yes."),
        Whole("consolidatedConditional", "Every unit that must has said yes, with conditions."),
        Whole("consolidatedPartial", "Some goods items may leave, others not."),
        Whole("released", "The goods are released, in whole, in part or under conditions (RES 08)."),
        Whole("refused", "The declaration ended with a refusal."),
        One("deliveryParked", "A fact could not be delivered to an agency and is set aside; an operator looks at it."),
        One("versionLost", "A unit has seen a version that was lost with the window's store; what is left becomes a version above it."),
        One("reviewReportedAgain", "A unit told the window again how its review stands, since the window's store was an older copy."),
        Whole("webhookDisabled", "A subscription of the trader was ended, since nothing could be delivered to it or its address is gone."),
    ];

    /// <summary>Names of all kinds.</summary>
    public static IReadOnlySet<string> Names { get; } = All.Select(kind => kind.Name).ToFrozenSet(StringComparer.Ordinal);

    private static EventKind Whole(string name, string when) => new(name, when, EventAudience.Declaration);

    private static EventKind One(string name, string when) => new(name, when, EventAudience.Unit);
}
