// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies;
using Cbm.Agencies.Intake;
using Cbm.Agencies.Lpcos;
using Cbm.Agencies.Reconciling;
using Cbm.Agencies.Reviews;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cbm.Simulation.Services;

/// <summary>An agency's service in one process, composed as AgencyHost composes it.</summary>
internal sealed class SimulatedAgency : SimulatedService<AgencyContext>, IHears
{
    public SimulatedAgency(IAgency agency, Setting setting)
        : base(agency.Code, agency.Code, [Ground.Window], setting)
    {
        var office = new Office(agency, Ground.Profile);
        var slices = new SliceIntake(office, new ControlDraw(Ground.Key), Writer, Clock);
        var changes = new ChangeIntake(office, Writer, Clock);
        Endpoint = new ReviewEndpoint(
            office, new ReviewQueue(office, Readers, Clock), new LpcoRegister(office, Writer, Readers, Clock), Writer, Clock);
        Receiver = Receive(office.Units.SelectMany(unit => new[]
        {
            new Subscription($"slice-lodged.{unit}", SliceLodged.Descriptor.FullName, IsWindow, (_, data, cancel) => slices.Take(data, cancel)),
            new Subscription($"declaration-changed.{unit}", DeclarationChanged.Descriptor.FullName, IsWindow, (_, data, cancel) => changes.Take(data, cancel)),
        }));
        Relay(ReviewLog.Parked);
        _reconciliation = new Reconciliation(
            office,
            (request, _) => setting.Network.Ask(Process, Ground.Window, "marks", service =>
                ((SimulatedWindow)service).Reconciliation.ExchangeMarks(request.Clone(), new SimulatedCall(Person.Service(office.Code))), isFree: true),
            (request, _) => setting.Network.Ask(Process, Ground.Window, $"{request.Reviews.Count} reviews to compare", service =>
                ((SimulatedWindow)service).Reconciliation.CompareReviews(request.Clone(), new SimulatedCall(Person.Service(office.Code))), isFree: true),
            new PuttingBack(slices, changes, Clock, NullLogger<PuttingBack>.Instance),
            Partners,
            Writer,
            Readers,
            Clock,
            NullLogger<Reconciliation>.Instance,
            page: 2,
            leases: Leases);
        Partners.FoundBehind += _ => _reconciliation.Doubt();
        Process.Begin(AskTheWindow);
        var deadlines = new Deadlines(Writer, Readers, Clock, NullLogger<Deadlines>.Instance);
        Process.Begin(() => Look(deadlines));
    }

    private static bool IsWindow(string service) => service == Ground.Window;

    private readonly Reconciliation _reconciliation;

    public ReviewEndpoint Endpoint { get; }

    public override bool IsOpen => _reconciliation.IsDone;

    protected override TopicReceiver<AgencyContext> Receiver { get; }

    /// <summary>The operator's job before the first start, and after the database was put back: a new life of it begins.</summary>
    public static void Prepare(SqliteFile file)
    {
        using var connection = file.OpenForWriting();
        using var context = new AgencyContext(new DbContextOptionsBuilder<AgencyContext>().UseSqlite(connection).AddInterceptors(RowSeal.Instance).Options);
        context.Database.Migrate();
        context.BeginLife().GetAwaiter().GetResult();
        context.SaveChanges();
    }

    // As the service does of itself, at first in haste.
    private async Task AskTheWindow()
    {
        while (true)
        {
            try
            {
                await _reconciliation.Turn(CancellationToken.None);
            }
            catch (RpcException)
            {
                // The window is away.
            }
            catch (Exception trouble) when (Kernel.SimulatedFile.IsTrouble(trouble))
            {
            }

            await Task.Delay(TimeSpan.FromSeconds(IsOpen ? 5 : 0.2), Clock);
        }
    }

    // As the service does of itself, once a minute.
    private async Task Look(Deadlines deadlines)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), Clock);
            if (!IsOpen)
            {
                continue;
            }

            try
            {
                await deadlines.Look(CancellationToken.None);
            }
            catch (Exception trouble) when (Kernel.SimulatedFile.IsTrouble(trouble))
            {
            }
        }
    }
}
