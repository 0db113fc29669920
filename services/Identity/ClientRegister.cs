// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace Cbm.Identity;

/// <summary>Before the first request: brings the register of clients into order, or refuses to start.</summary>
public sealed class ClientRegister(IServiceProvider services, IConfiguration configuration, IHostEnvironment environment) : IHostedService
{
    private const string ServiceClient = "window-services";

    /// <summary>Development: migrates and, where there is nobody yet, registers the demo's clients. Production: refuses while one of them exists.</summary>
    /// <exception cref="RefusedToStartException">A demo credential exists outside Development.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        if (environment.IsDevelopment())
        {
            var database = scope.ServiceProvider.GetRequiredService<IdentityContext>().Database;
            await database.MigrateAlone(cancellationToken);
            // All or none: a register half full would never be filled up.
            await using var transaction = await database.BeginTransactionAsync(cancellationToken);
            if (await clients.CountAsync(cancellationToken) == 0) await RegisterDemo(clients, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        await RegisterService(clients, cancellationToken);
        // Everything that is not Development counts as Production: a name that nobody thought of must not open the demo's doors.
        if (!environment.IsDevelopment()) await RefuseDemo(clients, cancellationToken);
    }

    /// <summary>Nothing to do.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task RegisterDemo(IOpenIddictApplicationManager clients, CancellationToken cancellation)
    {
        var agencies = (configuration["Window:Agencies"] ?? "CUSTOMS,HEALTH,AGRICULTURE,STANDARDS")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var client in DemoClients.For(agencies.Select(agency => agency.ToUpperInvariant())))
            await clients.CreateAsync(client.Register(DemoClients.Secret), cancellation);
    }

    // The secret of the services' own client lives in configuration, so a changed one counts from the next start.
    private async Task RegisterService(IOpenIddictApplicationManager clients, CancellationToken cancellation)
    {
        if (configuration["Identity:ServiceSecret"] is not { Length: > 0 } secret) return;
        var descriptor = new Client(ServiceClient, "Services of the window", ["service"]).Register(secret);
        if (await clients.FindByClientIdAsync(ServiceClient, cancellation) is { } known) await clients.UpdateAsync(known, descriptor, cancellation);
        else await clients.CreateAsync(descriptor, cancellation);
    }

    private static async Task RefuseDemo(IOpenIddictApplicationManager clients, CancellationToken cancellation)
    {
        await foreach (var client in clients.ListAsync(cancellationToken: cancellation))
        {
            var id = await clients.GetClientIdAsync(client, cancellation) ?? "";
            if (id.StartsWith(DemoClients.Prefix, StringComparison.OrdinalIgnoreCase)
                || await clients.ValidateClientSecretAsync(client, DemoClients.Secret, cancellation))
                throw new RefusedToStartException($"the demo credential {id} exists; remove it from the identity database first");
        }
    }
}
