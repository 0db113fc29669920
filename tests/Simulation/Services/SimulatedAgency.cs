// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies;
using Cbm.Agencies.Intake;
using Cbm.Agencies.Lpcos;
using Cbm.Agencies.Reviews;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
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
            new Subscription($"slice-lodged.{unit}", SliceLodged.Descriptor.FullName, slices.Take),
            new Subscription($"declaration-changed.{unit}", DeclarationChanged.Descriptor.FullName, changes.Take),
        }));
        Relay(ReviewLog.Parked);
        var deadlines = new Deadlines(Writer, Readers, Clock, NullLogger<Deadlines>.Instance);
        Process.Begin(() => Look(deadlines));
    }

    public ReviewEndpoint Endpoint { get; }

    protected override TopicReceiver Receiver { get; }

    /// <summary>The database before the first start.</summary>
    public static void Prepare(SqliteFile file)
    {
        using var connection = file.OpenForWriting();
        using var context = new AgencyContext(new DbContextOptionsBuilder<AgencyContext>().UseSqlite(connection).Options);
        context.Database.Migrate();
    }

    // As the service does of itself, once a minute.
    private async Task Look(Deadlines deadlines)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), Clock);
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
