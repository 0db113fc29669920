// SPDX-License-Identifier: Apache-2.0
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Cbm.Identity;

/// <summary>
/// Of those who show one refresh token at the same moment one is served. OpenIddict checks it before and marks it afterwards, and
/// takes no offence at a mark that another was quicker to make.
/// </summary>
internal sealed class RedeemedOnce(IOpenIddictTokenManager tokens) : IOpenIddictServerHandler<ProcessSignInContext>
{
    /// <summary>Before new tokens are made.</summary>
    public static readonly OpenIddictServerHandlerDescriptor Descriptor = OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
        .UseScopedHandler<RedeemedOnce>().SetOrder(OpenIddictServerHandlers.RedeemTokenEntry.Descriptor.Order - 1).Build();

    /// <summary>Marks it, in the store, as it was found there valid; who comes too late ends the whole chain, as one that comes later does.</summary>
    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType != OpenIddictServerEndpointType.Token || context.Request?.IsRefreshTokenGrantType() != true) return;
        var shown = await Shown(context);
        if (shown is not null && await tokens.HasStatusAsync(shown, Statuses.Valid, context.CancellationToken)
            && await tokens.TryRedeemAsync(shown, context.CancellationToken)) return;
        if (context.Principal?.GetAuthorizationId() is { Length: > 0 } chain) await tokens.RevokeByAuthorizationIdAsync(chain, context.CancellationToken);
        context.Reject(Errors.InvalidGrant, "The refresh token was used already.");
    }

    private async Task<object?> Shown(ProcessSignInContext context)
    {
        // What was shown, and not what is made of it: the request's own principal.
        var shown = context.Transaction.GetProperty<ProcessAuthenticationContext>(typeof(ProcessAuthenticationContext).FullName!)?.RefreshTokenPrincipal;
        return shown?.GetTokenId() is { Length: > 0 } id ? await tokens.FindByIdAsync(id, context.CancellationToken) : null;
    }
}
