// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;
using Cbm.Contracts.Identifiers;
using Cbm.Contracts.Profiles;
using Cbm.Declarations.Amending;
using Cbm.Declarations.Answers;
using Cbm.Declarations.Documents;
using Cbm.Declarations.Intake;
using Cbm.Declarations.Live;
using Cbm.Declarations.Lodging;
using Cbm.Declarations.Mandates;
using Cbm.Declarations.Queries;
using Cbm.Declarations.Reconciling;
using Cbm.Declarations.Responses;
using Cbm.Declarations.Slicing;
using Cbm.Declarations.Storage;
using Cbm.Declarations.Webhooks;
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
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Amendment = Cbm.Declarations.Amending.Amendment;

namespace Cbm.Declarations;

/// <summary>The declaration service: lodge, validate, determine, slice, fan out, consolidate, answer.</summary>
public static class DeclarationsService
{
    private const string Name = "declarations";

    /// <summary>Runs the service until it is stopped; 0 is a clean end.</summary>
    public static int Run(string[] args) => ServiceHost.Run<DeclarationsContext, SqlServerDeclarationsContext>(args, Name, () => Build(args));

    /// <summary>The service, ready to run.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = ServiceHost.CreateBuilder(args, MustBeRight, DeclarationService.Descriptor, ReconciliationService.Descriptor);
        var profile = Profile.Load(builder.Configuration["Window:Profile"] ?? "XX");
        builder.AddTelemetry(Name);
        builder.AddDatabase<DeclarationsContext, SqlServerDeclarationsContext>(Name, (services, options) => options.AddInterceptors(services.GetRequiredService<EventFanOut>()));
        builder.AddEventBus<DeclarationsContext>("/declarations", LogParked);
        var register = Register.Load();
        builder.Services.AddSingleton(new MandateBook(WindowAgencies.Of(builder.Configuration), profile, register.Units));
        builder.Services.AddSingleton<AgencyClients>();
        builder.Services.AddHostedService<MandateRefresh>();
        builder.Services.AddHostedService<MandateGauges>();
        builder.Services.MustHold("mandates", services => services.GetRequiredService<MandateBook>().IsComplete);
        var keys = WindowKeys.Of(builder);
        builder.AddWebhooks(keys);
        builder.Services.AddSingleton(new Slicer(register, keys.Pseudonyms, Rates.ToEuro));
        builder.Services.AddSingleton(new MrnSequence(keys.Mrn, profile.Country));
        builder.Services.AddSingleton<MrnSource>();
        builder.Services.AddSingleton<Refusals>();
        builder.Services.AddSingleton<Lodgement>();
        builder.Services.AddSingleton<AnswerSheet>();
        builder.Services.AddSingleton<Amendment>();
        builder.Services.AddSingleton<PublicQueries>();
        builder.Services.AddSingleton(services => new ResponseIntake(
            services.GetRequiredService<Writer<DeclarationsContext>>(),
            MayHear(services.GetRequiredService<AgenciesAsked>()),
            services.GetRequiredService<TimeProvider>()));
        builder.AddDocuments();
        builder.Services.AddSingleton<DeclarationEndpoint>();
        builder.Services.AddSingleton(services => Feed.Of(services.GetRequiredService<Writer<DeclarationsContext>>()));
        builder.Services.AddSingleton<LiveLog>();
        builder.Services.AddSingleton<Comparison>();
        builder.Services.AddSingleton(services => new AgenciesAsked(
            WindowAgencies.Of(builder.Configuration), services.GetRequiredService<TimeProvider>(), TimeSpan.FromSeconds(builder.Configuration.GetValue("Window:Grace", 3.0))));
        builder.Services.AddHostedService<FirstDoubt>();
        StoreGate.Add(
            builder,
            services =>
            {
                var asked = services.GetRequiredService<AgenciesAsked>();
                return () => asked.IsDone;
            },

            // Facts of agencies that were asked: what they report again opens the gate.
            "/dapr.proto.runtime.v1.AppCallback");
        if (StoreSettings.OutlivesItsProcess(builder.Configuration))
        {
            builder.Services.AddSingleton<SharedGate>();
            builder.Services.AddHostedService(services => services.GetRequiredService<SharedGate>());
        }

        builder.Services.AddSingleton<ReconciliationEndpoint>();
        builder.TakeDeliveries<ReconciliationEndpoint>();
        builder.Services.AddSingleton(services => new Subscription(
            ResponseIntake.Topic, AgencyReported.Descriptor.FullName, services.GetRequiredService<AgenciesAsked>().Knows, services.GetRequiredService<ResponseIntake>().Take, WindowAgencies.Of(builder.Configuration)));

        var app = builder.BuildService();
        StoreGate.Use(app);
        app.BeginOnStore<DeclarationsContext, SqlServerDeclarationsContext>();
        app.MapGrpcService<DeclarationEndpoint>();
        app.MapEventBus<DeclarationsContext>();
        app.MapGrpcService<ReconciliationEndpoint>();
        app.MapSchemas(profile.Country);
        var log = app.Services.GetRequiredService<LiveLog>();
        app.MapJson<DeclarationEndpoint>(DeclarationService.Descriptor, WcoXml(app.Services, profile), new Dictionary<string, Func<IMessage, ServerCallContext, EventStream, Task>>
        {
            [nameof(DeclarationEndpoint.ListEvents)] = (request, call, stream) => log.Stream((ListEventsRequest)request, call, stream),
        });
        app.MapDocuments();
        return app;
    }

    private static Settings MustBeRight(Settings settings, IConfiguration configuration, IHostEnvironment environment) => settings
        .Folder().AgencyAddresses()
        .Number("Window:Grace", 0, 3600)
        .Number("Documents:QuotaMegabytes", 1, 1e9).Number("Documents:AtOnce", 1, 1e6).Number("Documents:AtOnceOfOneParty", 1, 1e6).Number("Documents:LongestSeconds", 1, 86400)
        .Number("Webhooks:MostPerParty", 0, 1e6).Number("Webhooks:TimeoutSeconds", 0.1, 3600).Number("Webhooks:DisableAfterDays", 0, 3650)
        .And(WindowKeys.Mistakes(configuration, environment)).And(WebhookOptions.Mistakes(configuration))
        .And(ServiceClient.Mistakes(configuration, environment, [Caller.Window]));

    private static Func<bool> MayHear(AgenciesAsked asked) => () => asked.MayHear;

    private static WcoForm WcoXml(IServiceProvider services, Profile profile)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        return new WcoForm(
            (answer, context) => WcoAnswers.Of(answer, context, profile.Country),
            problem => WcoAnswers.Of(problem, clock.GetUtcNow(), profile.Country));
    }

    /// <summary>Shows that a fact could not be delivered and is set aside, where everybody looks: in the declaration's log.</summary>
    public static async Task LogParked(DeclarationsContext context, OutboxMessage parked, DateTimeOffset now)
    {
        if (await Cases.Case.Load(context, parked.Key) is { } declaration)
        {
            var unit = parked.Topic[(parked.Topic.LastIndexOf('.') + 1)..];
            declaration.Log("deliveryParked", now, "window", parked.EventId, unit);
            declaration.Save(now);
        }
    }
}
