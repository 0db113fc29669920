// SPDX-License-Identifier: Apache-2.0
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Cbm.Identity;

/// <summary>
/// A client that leaves its <c>redirect_uri</c> out means the one that it has registered. It is put in before anything is checked,
/// so that pages, code and token are all bound to it; a client with several is refused.
/// </summary>
internal static class TheOneAddress
{
    /// <summary>Where a code is asked for.</summary>
    public static readonly OpenIddictServerHandlerDescriptor AtAuthorize = OpenIddictServerHandlerDescriptor.CreateBuilder<ExtractAuthorizationRequestContext>()
        .UseScopedHandler<AuthorizeHandler>().SetOrder(int.MaxValue).Build();

    /// <summary>Where it is redeemed.</summary>
    public static readonly OpenIddictServerHandlerDescriptor AtToken = OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenRequestContext>()
        .UseScopedHandler<TokenHandler>().SetOrder(int.MinValue).Build();

    private static async ValueTask PutIn(OpenIddictRequest? request, IOpenIddictApplicationManager clients, CancellationToken cancellation)
    {
        if (request is null or { RedirectUri.Length: > 0 } || request.ClientId is not { Length: > 0 } id || await clients.FindByClientIdAsync(id, cancellation) is not { } client) return;
        if (await clients.GetRedirectUrisAsync(client, cancellation) is [var only]) request.RedirectUri = only;
    }

    internal sealed class AuthorizeHandler(IOpenIddictApplicationManager clients) : IOpenIddictServerHandler<ExtractAuthorizationRequestContext>
    {
        public ValueTask HandleAsync(ExtractAuthorizationRequestContext context) => PutIn(context.Request, clients, context.CancellationToken);
    }

    internal sealed class TokenHandler(IOpenIddictApplicationManager clients) : IOpenIddictServerHandler<ValidateTokenRequestContext>
    {
        public ValueTask HandleAsync(ValidateTokenRequestContext context) =>
            context.Request.IsAuthorizationCodeGrantType() ? PutIn(context.Request, clients, context.CancellationToken) : ValueTask.CompletedTask;
    }
}
