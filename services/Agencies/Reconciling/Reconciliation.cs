// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Intake;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cbm.Agencies.Reconciling;

/// <summary>
/// After its start, and now and then, an agency asks the window how far the two have come with each other. If the store of one
/// of them is an older copy, all reviews are compared and what one side lost is told again by the other. Until it has asked, an
/// agency does nothing: it cannot know whether what it has is true.
/// </summary>
/// <param name="office">The agency.</param>
/// <param name="exchange">Tells the window our marks and hears its own. Throws RpcException where it is away.</param>
/// <param name="compare">Compares a page of reviews with the window's parts. Throws RpcException where it is away.</param>
/// <param name="puttingBack">Applies what comes of it.</param>
/// <param name="partners">How far the two have come.</param>
/// <param name="writer">The store.</param>
/// <param name="readers">The store, to read.</param>
/// <param name="clock">Time between two looks.</param>
/// <param name="logger">Told when a store is an older copy.</param>
/// <param name="page">Reviews compared at once.</param>
/// <param name="leases">Where replicas share the store: one of them asks, the others see in the store what came of it.</param>
public sealed class Reconciliation(
    Office office,
    Func<MarksRequest, CancellationToken, Task<Marks>> exchange,
    Func<CompareRequest, CancellationToken, Task<CompareAnswer>> compare,
    PuttingBack puttingBack,
    Partners<AgencyContext> partners,
    Writer<AgencyContext> writer,
    IDbContextFactory<AgencyContext> readers,
    TimeProvider clock,
    ILogger<Reconciliation> logger,
    int page = 500,
    Leases<AgencyContext>? leases = null) : BackgroundService
{
    /// <summary>Code of the window.</summary>
    public const string Window = ServiceDefaults.Callers.Caller.Window;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    // Where what was reported again after the last comparison ends in the outbox.
    private long _reported;

    /// <summary>Whether the agency may work: it has asked, and has what it was found to lack.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The window relies on what this store does not know: nothing is done until it was asked again.</summary>
    public void Doubt() => IsDone = false;

    /// <summary>Asks, and puts right what is found.</summary>
    public async Task Look(CancellationToken cancel)
    {
        // Whether the window is behind it says itself, by our marks from before its answer; whether we are, by marks from after it.
        var before = await partners.MarksWith(Window, cancel);
        var isPutBack = await partners.MustCompare(Window);
        var theirs = await exchange(await Asking(before, cancel), cancel);
        if (await partners.Meet(Window, theirs.Life))
        {
            // From here on nothing is taken in from its life before; what was, it is asked about.
            before = await partners.MarksWith(Window, cancel);
            theirs = await exchange(await Asking(before, cancel), cancel);
        }

        var after = await partners.MarksWith(Window, cancel);
        var (isBehind, isWindowBehind) = (isPutBack || after.IsBehind(theirs), theirs.Behind);
        if (isBehind || isWindowBehind)
        {
            logger.LogError(
                "The store of {Whose} is an older copy: all reviews are compared. Registrations of LPCOs and whatever else was not reported since it was made must be done again.",
                isBehind ? office.Code : Window);
            IsDone &= !isBehind;
            await partners.Doubt(Window, cancel);
            // Where we were put back, what a broker still has of us is of a life that has ended: it is told again, too.
            await CompareAll(isWindowBehind || isPutBack, cancel);

            // Only now is it behind us: whatever was lost on the way is compared again.
            _reported = await writer.Commit(context => Reported(context, cancel), cancel);
            var compared = await Asking(before, cancel);
            (compared.Compared, compared.WindowLife) = (true, theirs.Life);
            await exchange(compared, cancel);
            await writer.Commit(context => Settle(context, theirs), cancel);
        }
        else
        {
            await partners.Settle(Window, cancel);
        }

        IsDone = true;
    }

    /// <summary>Asks where this replica is the one that does; else sees in the store what came of it.</summary>
    public async Task Turn(CancellationToken cancel)
    {
        if (leases is null || await leases.Hold("reconciliation", cancel))
        {
            await Look(cancel);
            return;
        }

        // What the replica that asks has reported again is its successor's to say.
        IsDone = await partners.IsMet(Window, cancel);
        await using var context = await readers.CreateDbContextAsync(cancel);
        _reported = await context.Marks.Where(mark => mark.Partner == Window).Select(mark => mark.Reported).SingleOrDefaultAsync(cancel);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        partners.FoundBehind += _ => Doubt();
        while (!stoppingToken.IsCancellationRequested)
        {
            var hasFailed = false;
            try
            {
                await Turn(stoppingToken);
            }
            catch (RpcException away) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogDebug("The window did not say how far it has come: {Reason}", away.Status);
            }
#pragma warning disable CA1031 // The loop must live: whatever went wrong is told and tried again.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                hasFailed = true;
                logger.LogError(failure, "The comparison with the window failed and is tried again.");
            }

            await Task.Delay(IsDone || hasFailed ? Between : TimeSpan.FromMilliseconds(200), clock, stoppingToken);
        }
    }

    private static async Task Settle(AgencyContext context, Marks theirs)
    {
        await context.Settle(Window, theirs);
        (await context.Raise(Window)).Ahead = 0;
    }

    private async Task<long> Reported(AgencyContext context, CancellationToken cancel)
    {
        var last = await context.WaitingFor(Window, cancel);
        if (writer.IsShared)
        {
            (await context.Raise(Window)).Reported = last;
        }

        return last;
    }

    private async Task<MarksRequest> Asking(Marks marks, CancellationToken cancel) => new()
    {
        Agency = office.Code,
        Marks = marks,
        Reported = _reported,
        Waits = await writer.Commit(context => context.FirstWaitingFor(Window, cancel), cancel),
    };

    private async Task CompareAll(bool isToldAgain, CancellationToken cancel)
    {
        var after = "";
        do
        {
            var request = await Request(after, cancel);
            var answer = await compare(request, cancel);
            await writer.Commit(context => puttingBack.Apply(context, answer, isToldAgain), cancel);
            after = answer.Until;
        }
        while (after.Length > 0);
    }

    private async Task<CompareRequest> Request(string after, CancellationToken cancel)
    {
        await using var context = await readers.CreateDbContextAsync(cancel);
        var rows = await context.Reviews.AsNoTracking().Where(row => string.Compare(row.Id, after) > 0).OrderBy(row => row.Id).Take(page)
            .Join(
                context.Slices.AsNoTracking(),
                row => new { ReviewId = row.Id, row.Version },
                slice => new { slice.ReviewId, slice.Version },
                (row, slice) => new { row.Id, row.Unit, row.Version, row.Revision, row.InQueue, row.Content, slice.Hash })
            .OrderBy(row => row.Id).ToListAsync(cancel);
        var request = new CompareRequest { Agency = office.Code, After = after, Last = rows.Count < page };
        request.Reviews.AddRange(rows.Select(row => (Row: row, Review: Read(row.Content))).Select(one => new ReviewMark
        {
            Mrn = one.Row.Id[..^(one.Row.Unit.Length + 1)],
            Unit = one.Row.Unit,
            Version = one.Row.Version,
            Hash = one.Row.Hash,
            Revision = one.Row.Revision,
            Presented = one.Review.Presented,
            InQueue = one.Row.InQueue,
            Stands = one.Review.Decisions.Any(CarryOver.HoldsAgainst),
        }));
        return request;
    }

    // What cannot be read says nothing: the window tells again what there is to tell.
    private static Review Read(byte[] content)
    {
        try
        {
            return Review.Parser.ParseFrom(content);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            return new Review();
        }
    }
}
