// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Cbm.Agencies;
using Cbm.Agencies.Reviews;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.IntegrationTests.SqlServer;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;
using Cbm.TestKit;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Cbm.IntegrationTests.Agencies;

/// <summary>An agency's real service on a real database, with nobody to report to: what it reports stays in its outbox to be looked at.</summary>
public sealed class RunningAgency<TAgency> : IAsyncLifetime
    where TAgency : IAgency, new()
{
    private readonly TestIssuer _issuer = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("cbm-agency-").FullName;
    private WebApplication _app = null!;
    private GrpcChannel _channel = null!;
    private DirectSender _bus = null!;

    public TAgency Agency { get; } = new();

    public TestIssuer Issuer => _issuer;

    public AgencyService.AgencyServiceClient Reviews => new(_channel);

    public MandateService.MandateServiceClient Mandates => new(_channel);

    public Uri Address => new(_app.Urls.First());

    public Task InitializeAsync() => Start();

    public async Task Start()
    {
        string[] settings =
        [
            "--environment=Development", "--Urls:Http=http://127.0.0.1:0", .. await Stores.Of(_folder, Stores.Agency(Agency.Code)), "--Dapr:ApiToken=test-token",
            "--Agency:DrawKey=a secret of the tests, 32 characters or more", .. _issuer.Settings,
        ];
        _app = AgencyHost.Build(Agency, settings);
        await _app.StartAsync();
        _channel = GrpcChannel.ForAddress(Address);
        _bus = new DirectSender(new EventBusOptions("test-token", new Dictionary<string, Uri> { [Agency.Code] = Address }), _issuer.TokenOf("DECLARATIONS"), "/declarations", _ => ValueTask.FromResult("the test's life"));
        await _app.Services.GetRequiredService<Partners<AgencyContext>>().Meet("DECLARATIONS", "the test's life");
    }

    public async Task Stop()
    {
        _bus.Dispose();
        _channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public async Task DisposeAsync()
    {
        await Stop();
        _issuer.Dispose();
        await Stores.Drop(_folder);
    }

    /// <summary>Metadata of an officer of the units named; of all where none is.</summary>
    public Metadata Officer(string subject = "officer-1", params string[] units) => Signed(_issuer.Officer(Agency.Code, subject, units));

    /// <summary>Metadata of a caller with this token, and the version that it saw.</summary>
    public static Metadata Signed(string token, int? revision = null)
    {
        var metadata = new Metadata { { "authorization", $"Bearer {token}" } };
        if (revision is { } seen)
        {
            metadata.Add("if-match", $"\"{seen}\"");
        }

        return metadata;
    }

    public async Task<Verdict> Hear(SliceLodged fact) => await Hear($"slice-lodged.{fact.Slice.Unit}", fact);

    public async Task<Verdict> Hear(DeclarationChanged fact) => await Hear($"declaration-changed.{fact.Unit}", fact);

    /// <summary>Delivers a fact by the one receiving method; what became of it.</summary>
    public async Task<Verdict> Hear(string topic, IMessage fact) => (await _bus.Send(
        Agency.Code,
        [new OutboxMessage { Subscriber = Agency.Code, Topic = topic, Key = "", EventId = "test", Type = fact.Descriptor.FullName, Data = fact.ToByteArray() }],
        default,
        default))[0];

    /// <summary>Every byte of the agency's database: all values of all rows, and where it is a file all that is there, its log of changes included.</summary>
    public IEnumerable<byte[]> DatabaseBytes()
    {
        using var context = _app.Services.GetRequiredService<IDbContextFactory<AgencyContext>>().CreateDbContext();
        context.Database.OpenConnection();
        foreach (var table in context.Model.GetEntityTypes().Select(type => type.GetTableName()))
        {
            using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                var values = new object[rows.FieldCount];
                rows.GetValues(values);
                yield return [.. values.SelectMany(value => value as byte[] ?? Encoding.UTF8.GetBytes($"{value} "))];
            }
        }

        foreach (var file in Directory.GetFiles(_folder, "*.db*"))
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var memory = new MemoryStream();
            open.CopyTo(memory);
            yield return memory.ToArray();
        }
    }

    /// <summary>What the agency reported of a declaration, in order.</summary>
    public async Task<List<AgencyReported>> Reports(string mrn)
    {
        await using var context = await _app.Services.GetRequiredService<IDbContextFactory<AgencyContext>>().CreateDbContextAsync();
        return [.. (await context.Outbox.Where(fact => fact.Key == mrn).OrderBy(fact => fact.Id).ToListAsync())
            .Select(fact => AgencyReported.Parser.ParseFrom(fact.Data))];
    }

    /// <summary>Looks at the deadlines as the agency does once a minute, at a time of the test's own.</summary>
    public Task LookAtDeadlines(TimeProvider clock) => new Deadlines(
        _app.Services.GetRequiredService<Writer<AgencyContext>>(),
        _app.Services.GetRequiredService<IDbContextFactory<AgencyContext>>(),
        clock,
        NullLogger<Deadlines>.Instance).Look(CancellationToken.None);

    public async Task<Review> Review(Slice slice) =>
        await Reviews.GetReviewAsync(new GetReviewRequest { Agency = Agency.Code, Id = $"{slice.Mrn}-{slice.Unit}" }, Officer());

    /// <summary>The review, taken by the officer.</summary>
    public async Task<Review> Take(Slice slice, string subject = "officer-1")
    {
        var seen = await Review(slice);
        return await Reviews.TakeReviewAsync(
            new TakeReviewRequest { Agency = Agency.Code, Id = seen.Id }, Signed(_issuer.Officer(Agency.Code, subject), seen.Revision));
    }

    /// <summary>The problem with which a call is refused.</summary>
    public static async Task<Problem> Refused<T>(AsyncUnaryCall<T> call)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await call);
        return Refusal.ProblemOf(refusal) ?? throw refusal;
    }
}
