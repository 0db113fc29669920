// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations.Log;
using Cbm.Declarations.Storage;
using Cbm.Declarations.Webhooks;
using Cbm.IntegrationTests.SqlServer;
using Cbm.ServiceDefaults.Storage;
using Cbm.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cbm.IntegrationTests.Webhooks;

/// <summary>A courier on a store of its own and a clock that a test moves; it can end as a crash would and begin again.</summary>
internal sealed class GivenCourier : IDisposable
{
    public const string Party = "FI1234567-8";

    private readonly string _folder = Directory.CreateTempSubdirectory("cbm-courier-").FullName;
    private readonly WebhookSecrets _secrets = new(new byte[32]);
    private WebhookSender _sender = null!;

    public GivenCourier(WebhookOptions? options = null)
    {
        Options = options ?? new WebhookOptions { Allowed = [System.Net.IPNetwork.Parse("127.0.0.0/8")] };
        Begin();
    }

    public WebhookOptions Options { get; }

    public FakeClock Clock { get; } = new();

    public SubscribedParties Parties { get; private set; } = null!;

    public Writer<DeclarationsContext> Writer { get; private set; } = null!;

    public PooledDbContextFactory<DeclarationsContext> Readers { get; private set; } = null!;

    public Courier Courier { get; private set; } = null!;

    public DeliverySweep Sweep => new(Writer, Readers, Clock);

    /// <summary>Begins on the store that is there.</summary>
    public void Begin(bool isLoaded = true, Destinations? destinations = null)
    {
        Parties = new SubscribedParties();
        var store = Stores.SettingsOf(_folder, Stores.Window).GetAwaiter().GetResult();
        Writer = StoreSetup.Writing<DeclarationsContext>(store, writing => writing.AddInterceptors(new EventFanOut(Parties, Clock)));
        Readers = new PooledDbContextFactory<DeclarationsContext>(store.ToRead<DeclarationsContext>());
        if (store.File is not null)
        {
            using var context = Readers.CreateDbContext();
            context.Database.Migrate();
        }

        if (isLoaded)
        {
            Parties.Load(Writer, default).GetAwaiter().GetResult();
        }

        _sender = new WebhookSender(destinations ?? new Destinations(Options), _secrets, Options, Clock);
        Courier = new Courier(Writer, Readers, _sender, Options, Clock, NullLogger<Courier>.Instance, () => 1);
    }

    /// <summary>Ends it; what was not on disk is gone.</summary>
    public void End()
    {
        Writer.Dispose();
        _sender.Dispose();
    }

    public void Dispose()
    {
        End();
        Stores.Drop(_folder).GetAwaiter().GetResult();
    }

    public async Task<string> Subscribe(string url, string events = "*", string party = Party)
    {
        var id = $"wh_{Guid.NewGuid():N}";
        await Writer.Commit(context =>
        {
            Parties.Add(party);
            context.Webhooks.Add(new WebhookRecord
            {
                Id = id,
                Party = party,
                Url = url,
                Events = events,
                Description = "",
                Secret = _secrets.Seal(id, new byte[32]),
                SecretSince = Clock.GetUtcNow(),
                CreatedAt = Clock.GetUtcNow(),
            });
            return Task.CompletedTask;
        });
        return id;
    }

    /// <summary>Steps of declarations, each written MRN/name, all in one unit of work; the last thing it does can be to fail.</summary>
    public Task Log(string[] steps, string party = Party, Exception? failure = null) => Writer.Commit(async context =>
    {
        foreach (var step in steps)
        {
            var (mrn, name) = (step.Split('/')[0], step.Split('/')[1]);
            var declaration = await context.Declarations.FindAsync(mrn);
            if (declaration is null)
            {
                declaration = new DeclarationRecord
                {
                    Mrn = mrn,
                    Lrn = mrn,
                    Declarant = party,
                    ContentHash = "",
                    TypeCode = "IMD",
                    Ucr = "",
                    State = "UNDER_REVIEW",
                    File = Google.Protobuf.MessageExtensions.ToByteArray(new CaseFile { GoodsItems = 1 }),
                };
                context.Declarations.Add(declaration);
            }

            context.Append(declaration, name, Clock.GetUtcNow(), "window");
        }

        if (failure is not null)
        {
            throw failure;
        }
    });

    /// <summary>Sends whatever is due now, until nothing is.</summary>
    public async Task Drain()
    {
        while (await Courier.Due(default) is { Count: > 0 } due)
        {
            foreach (var webhook in due)
            {
                await Courier.RunOnce(webhook, default);
            }
        }
    }

    public WebhookRecord Webhook(string id)
    {
        using var context = Readers.CreateDbContext();
        return context.Webhooks.Single(webhook => webhook.Id == id);
    }

    public IReadOnlyList<DeliveryRecord> Deliveries
    {
        get
        {
            using var context = Readers.CreateDbContext();
            return [.. context.Deliveries.OrderBy(delivery => delivery.Mrn).ThenBy(delivery => delivery.Sequence)];
        }
    }
}
