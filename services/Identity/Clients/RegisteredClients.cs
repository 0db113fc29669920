// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.EntityFrameworkCore.Models;

namespace Cbm.Identity.Clients;

/// <summary>OpenIddict's register of clients, in which a client may have two valid secrets: the newest and the one before.</summary>
public sealed class RegisteredClients(
    IOpenIddictApplicationCache<OpenIddictEntityFrameworkCoreApplication> cache,
    ILogger<OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<OpenIddictEntityFrameworkCoreApplication> store,
    TimeProvider clock)
    : OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication>(cache, logger, options, store)
{
    /// <inheritdoc/>
    public override async ValueTask<bool> ValidateClientSecretAsync(
        OpenIddictEntityFrameworkCoreApplication application, string secret, CancellationToken cancellationToken = default)
    {
        if (await base.ValidateClientSecretAsync(application, secret, cancellationToken)) return true;
        var kept = Secrets.From(await GetPropertiesAsync(application, cancellationToken));
        return kept?.ValidFormer(clock.GetUtcNow()) is { } former && await ValidateClientSecretAsync(secret, former.Hash, cancellationToken);
    }
}
