// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Intake;
using Cbm.Agencies.Lpcos;
using Cbm.Agencies.Mandates;
using Cbm.Agencies.Reconciling;
using Cbm.Agencies.Requirements;
using Cbm.Agencies.Reviews;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.Contracts.Profiles;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Live;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Cbm.ServiceDefaults.Telemetry;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cbm.Agencies;

/// <summary>A whole running agency service, made of what an agency states. Settings of its own: Window:Profile, Agency:DrawKey.</summary>
public static class AgencyHost
{
    /// <summary>Runs the service until it is stopped; 0 is a clean end. What is wrong with the agency's tables is told in one line, all of it: 1.</summary>
    public static int Run(Func<IAgency> agency, string[] args)
    {
        try
        {
            var stated = agency();
            return ServiceHost.Run<AgencyContext, SqlServerAgencyContext>(args, NameOf(stated), () => Build(stated, args));
        }
        catch (CatalogueException wrong)
        {
            Console.Error.WriteLine(string.Join(" ", wrong.Mistakes));
            return 1;
        }
    }

    /// <summary>The service, ready to start.</summary>
    /// <exception cref="CatalogueException">The agency's rows ask for units that it does not have.</exception>
    public static WebApplication Build(IAgency agency, string[] args)
    {
        agency.Requirements.MustBeOf([.. agency.Units.Select(unit => unit.Code)]);
        var builder = ServiceHost.CreateBuilder(
            args,
            (settings, configuration, environment) => settings.And(DrawKey.Mistakes(configuration, environment)).And(ServiceClient.Mistakes(configuration, environment, [agency.Code])),
            AgencyService.Descriptor, MandateService.Descriptor);
        var name = NameOf(agency);
        builder.AddTelemetry(name);
        builder.AddDatabase<AgencyContext, SqlServerAgencyContext>(name);
        builder.AddEventBus<AgencyContext>(agency.Code, ReviewLog.Parked);
        builder.Services.AddSingleton(new Office(agency, Profile.Load(builder.Configuration["Window:Profile"] ?? "XX"), WindowAgencies.Of(builder.Configuration)));
        builder.Services.AddSingleton(new ControlDraw(DrawKey.Of(builder.Configuration, builder.Environment, name)));
        builder.Services.AddSingleton<SliceIntake>();
        builder.Services.AddSingleton<ChangeIntake>();
        builder.Services.AddSingleton<ReviewQueue>();
        builder.Services.AddSingleton(services => Feed.Of(services.GetRequiredService<Writer<AgencyContext>>()));
        builder.Services.AddSingleton<LiveQueue>();
        builder.Services.AddSingleton<LpcoRegister>();
        builder.Services.AddSingleton<ReviewEndpoint>();
        builder.Services.AddSingleton<MandateEndpoint>();
        builder.Services.AddSingleton<MandateBook>();
        builder.Services.AddHostedService<Deadlines>();
        builder.Services.AddHostedService<ReviewGauges>();
        AddReconciliation(builder);
        foreach (var unit in agency.Units)
        {
            builder.Services.AddSingleton(services => new Subscription(
                $"slice-lodged.{unit.Code}", SliceLodged.Descriptor.FullName, IsWindow, (_, data, cancel) => services.GetRequiredService<SliceIntake>().Take(data, cancel)));
            builder.Services.AddSingleton(services => new Subscription(
                $"declaration-changed.{unit.Code}", DeclarationChanged.Descriptor.FullName, IsWindow, (_, data, cancel) => services.GetRequiredService<ChangeIntake>().Take(data, cancel)));
        }

        var app = builder.BuildService();
        StoreGate.Use(app);
        app.BeginOnStore<AgencyContext, SqlServerAgencyContext>();
        app.Services.GetRequiredService<MandateBook>().Seed().GetAwaiter().GetResult();
        app.MapEventBus<AgencyContext>();
        app.MapGrpcService<MandateEndpoint>();
        app.MapGrpcService<ReviewEndpoint>();
        var live = app.Services.GetRequiredService<LiveQueue>();
        app.MapJson<ReviewEndpoint>(AgencyService.Descriptor, live: new Dictionary<string, Func<IMessage, ServerCallContext, EventStream, Task>>
        {
            [nameof(ReviewEndpoint.ListReviews)] = (request, call, stream) => live.Stream((ListReviewsRequest)request, call, stream),
        });
        return app;
    }

    private static string NameOf(IAgency agency) => $"agencies-{agency.Code.ToLowerInvariant()}";

    private static bool IsWindow(string service) => service == Reconciliation.Window;

    // Without a window there is nobody who would know better.
    private static void AddReconciliation(WebApplicationBuilder builder)
    {
        StoreGate.Add(builder, services => services.GetService<Reconciliation>() is { } reconciliation ? () => reconciliation.IsDone : () => true);
        if (!ServiceHost.EventBus(builder.Configuration).Subscribers.ContainsKey(Reconciliation.Window))
        {
            return;
        }

        builder.Services.AddSingleton<WindowClient>();
        builder.Services.AddSingleton<PuttingBack>();
        builder.Services.AddSingleton(services => new Reconciliation(
            services.GetRequiredService<Office>(),
            services.GetRequiredService<WindowClient>().Exchange,
            services.GetRequiredService<WindowClient>().Compare,
            services.GetRequiredService<PuttingBack>(),
            services.GetRequiredService<Partners<AgencyContext>>(),
            services.GetRequiredService<Writer<AgencyContext>>(),
            services.GetRequiredService<IDbContextFactory<AgencyContext>>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<Reconciliation>>(),
            leases: services.GetRequiredService<Leases<AgencyContext>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<Reconciliation>());
    }
}
