// SPDX-License-Identifier: Apache-2.0
using Cbm.Identity.People;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace Cbm.Identity;

/// <summary>Before the first request: brings the register of clients and people into order, or refuses to start.</summary>
public sealed class ClientRegister(IServiceProvider services, IConfiguration configuration, IHostEnvironment environment) : IHostedService
{
    private const string ServiceRole = "service";
    private const string AdminClient = "window-admin";
    private const int ShortestSecret = 32;
    private const int MostTries = 5;

    /// <summary>Development: migrates and, where there is nobody yet, registers the demo's clients and people. Production: refuses while one of them exists.</summary>
    /// <exception cref="RefusedToStartException">Outside Development a demo credential exists, or services could not be told apart.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await Order(cancellationToken);
                return;
            }
            catch (Exception clash) when (tries < MostTries && clash is DbUpdateException or OpenIddictExceptions.ConcurrencyException)
            {
                // Another replica starts in the same moment and was quicker: what it wrote is read the next time.
            }
        }
    }

    /// <summary>Nothing to do.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Order(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        if (environment.IsDevelopment())
        {
            var database = scope.ServiceProvider.GetRequiredService<IdentityContext>().Database;

            // Those of a server are applied before the service begins (StoreWait).
            if (database.IsSqlite()) await database.MigrateAlone(cancellationToken);

            // All or none: a register half full would never be filled up.
            await using var transaction = await database.BeginTransactionAsync(cancellationToken);
            if (await clients.CountAsync(cancellationToken) == 0 && !await people.Users.AnyAsync(cancellationToken))
            {
                await RegisterDemo(clients, cancellationToken);
                await DemoPeople.Register(people);
            }
            await transaction.CommitAsync(cancellationToken);
        }
        await RegisterServices(clients, cancellationToken);
        await RegisterAdmin(clients, cancellationToken);
        await RegisterPortal(clients, cancellationToken);
        // Everything that is not Development counts as Production: a name that nobody thought of must not open the demo's doors.
        if (!environment.IsDevelopment()) await RefuseDemo(clients, people, cancellationToken);
    }

    private async Task RegisterDemo(IOpenIddictApplicationManager clients, CancellationToken cancellation)
    {
        foreach (var client in DemoClients.For(WindowAgencies.Of(configuration)))
            await clients.CreateAsync(client.Register(DemoClients.Secret), cancellation);
    }

    /// <summary>What is wrong with the secrets of the first operator and of the services.</summary>
    public static IEnumerable<string> Mistakes(IConfiguration configuration, IHostEnvironment environment) =>
    [
        .. configuration["Identity:AdminSecret"] is { Length: > 0 and < ShortestSecret } ? (string[])[$"Identity:AdminSecret is shorter than {ShortestSecret} characters"] : [],
        .. ServiceClient.Mistakes(configuration, environment, [Caller.Window, .. WindowAgencies.Of(configuration)]),
    ];

    // The secrets of the services live in configuration, so a changed one counts from the next start, and one that is gone no more.
    private async Task RegisterServices(IOpenIddictApplicationManager clients, CancellationToken cancellation)
    {
        var services = Configured().Where(service => service.Secret.Length > 0).ToList();
        foreach (var service in services)
        {
            var client = new Client(service.Id, $"Service {service.Code} of the window", [ServiceRole], Service: service.Code);
            await Put(clients, client.Register(service.Secret), cancellation);
        }
        List<object> former = [];
        await foreach (var client in clients.ListAsync(cancellationToken: cancellation))
            if (Client.OrNull(await clients.GetPropertiesAsync(client, cancellation))?.Roles.Contains(ServiceRole) == true
                && await clients.GetClientIdAsync(client, cancellation) is var id && services.TrueForAll(service => service.Id != id)) former.Add(client);
        foreach (var client in former) await clients.DeleteAsync(client, cancellation);
    }

    private IReadOnlyList<ServiceClient> Configured() => ServiceClient.All(configuration, environment, [Caller.Window, .. WindowAgencies.Of(configuration)]);

    // The first operator, who registers others; without the setting there is none, and one of before is taken out.
    private async Task RegisterAdmin(IOpenIddictApplicationManager clients, CancellationToken cancellation)
    {
        if (configuration["Identity:AdminSecret"] is { Length: > 0 } secret)
        {
            await Put(clients, new Client(AdminClient, "Operator of the window", ["admin"]).Register(secret), cancellation);
        }
        else if (await clients.FindByClientIdAsync(AdminClient, cancellation) is { } former)
        {
            await clients.DeleteAsync(former, cancellation);
        }
    }

    // Where the portal lives is configuration too.
    private async Task RegisterPortal(IOpenIddictApplicationManager clients, CancellationToken cancellation)
    {
        var window = new Uri(configuration["Identity:Issuer"] ?? "http://localhost:8080");
        await Put(clients, Portal.Own(
            new Uri(configuration["Identity:Portal:RedirectUri"] ?? new Uri(window, "/callback").ToString()),
            new Uri(configuration["Identity:Portal:PostLogoutRedirectUri"] ?? new Uri(window, "/").ToString())), cancellation);
    }

    private static async Task Put(IOpenIddictApplicationManager clients, OpenIddictApplicationDescriptor descriptor, CancellationToken cancellation)
    {
        if (await clients.FindByClientIdAsync(descriptor.ClientId!, cancellation) is { } known) await clients.UpdateAsync(known, descriptor, cancellation);
        else await clients.CreateAsync(descriptor, cancellation);
    }

    private static async Task RefuseDemo(IOpenIddictApplicationManager clients, UserManager<Person> people, CancellationToken cancellation)
    {
        await foreach (var client in clients.ListAsync(cancellationToken: cancellation))
        {
            var id = await clients.GetClientIdAsync(client, cancellation) ?? "";
            if (id.StartsWith(DemoClients.Prefix, StringComparison.OrdinalIgnoreCase)
                || (await clients.HasClientTypeAsync(client, OpenIddictConstants.ClientTypes.Confidential, cancellation)
                    && await clients.ValidateClientSecretAsync(client, DemoClients.Secret, cancellation)))
                throw new RefusedToStartException($"the demo credential {id} exists; remove it from the identity database first");
        }
        if (await DemoPeople.AnyIn(people) is { } person)
            throw new RefusedToStartException($"the demo person {person} exists; remove it from the identity database first");
    }
}
