// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Representations;
using Cbm.Declarations.Storage;
using Cbm.Declarations.Views;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Live;
using Cbm.ServiceDefaults.Problems;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Live;

/// <summary>The log of a declaration as it is written: every step that the caller may see, once, in order. An event's id is its place in the log.</summary>
public sealed class LiveLog(Feed feed, IDbContextFactory<DeclarationsContext> readers, TimeProvider clock)
{
    private const int MostAtOnce = 500;

    /// <summary>Streams until the caller leaves, or may not see it any more. Another's declaration is not found (404).</summary>
    public async Task Stream(ListEventsRequest request, ServerCallContext call, EventStream stream)
    {
        var caller = Caller.Of(call);
        using var watch = feed.Open(caller.Subject, [request.Mrn]);
        var after = stream.After ?? 0;
        await stream.Serve(watch, async () =>
        {
            List<EventRecord> written;
            do
            {
                await using var database = await readers.CreateDbContextAsync(call.CancellationToken);
                var declaration = await Case.Load(database, request.Mrn, call.CancellationToken);
                var viewer = declaration is null ? null : await ViewerOf(declaration, caller, call.CancellationToken);
                if (declaration is null || viewer!.IsBlind)
                {
                    throw Refusal.NotFound("declaration");
                }

                // A log that is shorter than what the caller has seen is an older copy of the store: it is told whole.
                after = after > declaration.Record.LogLength ? 0 : after;
                written = await database.Events.AsNoTracking().Where(logged => logged.Mrn == request.Mrn && logged.Sequence > after)
                    .OrderBy(logged => logged.Sequence).Take(MostAtOnce).ToListAsync(call.CancellationToken);
                foreach (var logged in EventViews.Of(written, viewer).Events)
                {
                    await stream.Send(logged.Sequence, logged.Name, logged);
                }

                after = written.Count > 0 ? written[^1].Sequence : after;
            }
            while (written.Count == MostAtOnce);
            return true;
        });
    }

    // Asked at every look: a representation that is ended gives no right from that moment on.
    private async Task<Viewer> ViewerOf(Case declaration, Caller caller, CancellationToken cancel) => Viewer.Of(
        await Authority.Of(declaration.Context, caller, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), [declaration.Record.Declarant], cancel),
        declaration.Record,
        declaration.File);
}
