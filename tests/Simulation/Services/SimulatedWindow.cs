// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Identifiers;
using Cbm.Declarations;
using Cbm.Declarations.Amending;
using Cbm.Declarations.Answers;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Intake;
using Cbm.Declarations.Lodging;
using Cbm.Declarations.Queries;
using Cbm.Declarations.Reconciling;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Amendment = Cbm.Declarations.Amending.Amendment;

namespace Cbm.Simulation.Services;

/// <summary>The declaration service in one process, composed as DeclarationsService composes it.</summary>
internal sealed class SimulatedWindow : SimulatedService<DeclarationsContext>, IHears
{
    public SimulatedWindow(Setting setting)
        : base(Ground.Window, "/declarations", [.. Ground.Agencies.Select(agency => agency.Code)], setting)
    {
        var slicer = setting.Variant.Slicer ?? Ground.Slicer;
        var numbers = new MrnSource(Writer, new MrnSequence(Ground.Key, Ground.Profile.Country), Clock);
        var refusals = new Refusals(NullLogger<Refusals>.Instance);
        var lodgement = new Lodgement(Ground.Mandates, slicer, numbers, Writer, Readers, refusals, Clock);
        Endpoint = new DeclarationEndpoint(
            lodgement, new AnswerSheet(Ground.Mandates, slicer), new Amendment(Ground.Mandates, slicer), new PublicQueries(Ground.Mandates, null!, Clock), null!, null!, null!, Ground.Mandates, slicer, Writer, Readers, Clock);
        Receiver = Receive(new Subscription(ResponseIntake.Topic, AgencyReported.Descriptor.FullName, service => _asked!.Knows(service), new ResponseIntake(Writer, () => _asked!.MayHear, Clock).Take));
        Relay(DeclarationsService.LogParked);

        // Who is away for longer than the grace is a risk that is taken on purpose; a store that was put back waits for all here.
        var grace = setting.IsPutBack(Ground.Window) ? TimeSpan.MaxValue : TimeSpan.FromSeconds(3);
        _asked = new AgenciesAsked([.. Ground.Agencies.Select(agency => agency.Code)], Clock, grace);
        Process.Begin(() => new FirstDoubt(_asked, Partners, Clock, NullLogger<FirstDoubt>.Instance).Note(CancellationToken.None));
        var gate = Writer.IsShared ? new SharedGate(_asked, Partners, Writer, Readers, Clock, NullLogger<SharedGate>.Instance) : null;
        if (gate is not null)
        {
            Process.Begin(() => Watch(gate));
        }

        Reconciliation = new ReconciliationEndpoint(
            new Comparison(Ground.Mandates, slicer, Writer, Clock, NullLogger<Comparison>.Instance, page: 1), _asked, Partners, Writer, NullLogger<ReconciliationEndpoint>.Instance, gate, Bus);
    }

    private readonly AgenciesAsked _asked;

    public DeclarationEndpoint Endpoint { get; }

    public ReconciliationEndpoint Reconciliation { get; }

    public override bool IsOpen => _asked.IsDone;

    protected override TopicReceiver<DeclarationsContext> Receiver { get; }

    /// <summary>The operator's job before the first start, and after the database was put back: a new life of it begins.</summary>
    public static void Prepare(SqliteFile file)
    {
        using var connection = file.OpenForWriting();
        using var context = new DeclarationsContext(new DbContextOptionsBuilder<DeclarationsContext>().UseSqlite(connection).AddInterceptors(RowSeal.Instance).Options);
        context.Database.Migrate();
        context.BeginLife().GetAwaiter().GetResult();
        context.SaveChanges();
    }

    // As the service does of itself.
    private async Task Watch(SharedGate gate)
    {
        await gate.Join(CancellationToken.None);
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5), Clock);
            await gate.Look(CancellationToken.None);
        }
    }
}
