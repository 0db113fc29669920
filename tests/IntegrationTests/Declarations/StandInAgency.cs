// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Reflection;
using Cbm.Agencies.Requirements;
using Cbm.Contracts;
using Cbm.TestKit;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Answer = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>One fact as it came to an agency.</summary>
internal sealed record HeardFact(string Topic, string Id, string Correlation, string Trace, IMessage Fact, Answer Answer)
{
    public string Mrn => Fact is SliceLodged lodged ? lodged.Slice.Mrn : ((DeclarationChanged)Fact).Mrn;

    public string Unit => Topic[(Topic.LastIndexOf('.') + 1)..];
}

/// <summary>
/// Stands in for an agency: gives the real agency's mandate, keeps the facts it is sent, and can be away, ask to try again, or
/// be unable to take a fact.
/// </summary>
internal sealed class StandInAgency : IAsyncDisposable
{
    private readonly ConcurrentQueue<HeardFact> _heard = new();
    private readonly WebApplication _app;

    private StandInAgency(string code)
    {
        Code = code;
        var catalogue = RequirementCatalogue.Embedded(AssemblyOf(code));
        Mandate = catalogue.ToMandate(
            code,
            code,
            catalogue.Requirements.Select(rule => rule.Unit).Distinct().Select(unit => new MandateUnit { Code = unit, Name = unit }),
            LookupTables.Embedded(AssemblyOf(code)));

        var builder = SmallHost.ForGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<MandateDoor>();
        _app.MapGrpcService<EventDoor>();
    }

    public string Code { get; }

    public Mandate Mandate { get; set; }

    /// <summary>Answers nothing at all while it is set.</summary>
    public bool IsAway { get; set; }

    /// <summary>What it answers to a fact; success until a test says otherwise.</summary>
    public Func<HeardFact, Answer> Answers { get; set; } = _ => Answer.Success;

    public string Address => _app.Urls.First();

    public IEnumerable<string> Units => Mandate.Units.Select(unit => unit.Code);

    /// <summary>Facts it has taken in, in the order in which they came.</summary>
    public IReadOnlyList<HeardFact> Taken(string mrn) => [.. _heard.Where(fact => fact.Mrn == mrn && fact.Answer == Answer.Success)];

    public IReadOnlyList<SliceLodged> Slices(string mrn) => [.. Taken(mrn).Select(fact => fact.Fact).OfType<SliceLodged>()];

    public IReadOnlyList<DeclarationChanged> Changes(string mrn) => [.. Taken(mrn).Select(fact => fact.Fact).OfType<DeclarationChanged>()];

    /// <summary>Every fact that came, whatever it answered.</summary>
    public IReadOnlyList<HeardFact> Heard => [.. _heard];

    public static async Task<StandInAgency> Start(string code)
    {
        var agency = new StandInAgency(code);
        await agency._app.StartAsync();
        return agency;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static Assembly AssemblyOf(string code) => Assembly.Load($"Cbm.Agencies.{code[0]}{code[1..].ToLowerInvariant()}");

    private void BeThere()
    {
        if (IsAway)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "away"));
        }
    }

    private sealed class MandateDoor(StandInAgency agency) : MandateService.MandateServiceBase
    {
        public override Task<Mandate> GetMandate(GetMandateRequest request, ServerCallContext context)
        {
            agency.BeThere();
            Assert.StartsWith("Bearer ", context.RequestHeaders.GetValue("authorization"), StringComparison.Ordinal);
            return Task.FromResult(agency.Mandate);
        }

        public override Task<LpcoVerification> VerifyLpco(VerifyLpcoRequest request, ServerCallContext context)
        {
            agency.BeThere();
            var known = request.Number == $"{agency.Code}-1";
            return Task.FromResult(new LpcoVerification
            {
                Issuer = request.Issuer,
                Number = request.Number,
                Known = known,
                Valid = known,
                State = known ? "ISSUED" : "",
            });
        }
    }

    private sealed class EventDoor(StandInAgency agency) : AppCallback.AppCallbackBase
    {
        public override Task<TopicEventBulkResponse> OnBulkTopicEvent(TopicEventBulkRequest request, ServerCallContext context)
        {
            agency.BeThere();
            Assert.Equal(RunningWindow.ApiToken, context.RequestHeaders.GetValue("dapr-api-token"));
            var response = new TopicEventBulkResponse();
            foreach (var entry in request.Entries)
            {
                var cloud = entry.CloudEvent;
                IMessage fact = cloud.Type == SliceLodged.Descriptor.FullName
                    ? SliceLodged.Parser.ParseFrom(cloud.Data)
                    : DeclarationChanged.Parser.ParseFrom(cloud.Data);
                var heard = new HeardFact(entry.Metadata["topic"], cloud.Id, cloud.Extensions.Fields["correlationid"].StringValue, cloud.Extensions.Fields["traceparent"].StringValue, fact, Answer.Success);
                heard = heard with { Answer = agency.Answers(heard) };
                agency._heard.Enqueue(heard);
                response.Statuses.Add(new TopicEventBulkResponseEntry { EntryId = entry.EntryId, Status = heard.Answer });
            }

            return Task.FromResult(response);
        }
    }
}
