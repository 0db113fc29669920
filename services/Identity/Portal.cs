// SPDX-License-Identifier: Apache-2.0
using System.Collections.Immutable;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Cbm.Identity;

/// <summary>Clients that people sign in through: the portal, and applications of others. They are public and hold no secret; PKCE stands for it.</summary>
public static class Portal
{
    /// <summary>client_id of the portal.</summary>
    public const string ClientId = "portal";

    /// <summary>What the portal and every application may ask for, beside <c>openid</c> and <c>offline_access</c>.</summary>
    public static ImmutableArray<string> Scopes { get; } = [OpenIddictConstants.Scopes.Profile, TokenClaims.Scope];

    /// <summary>The portal: the window's own, so nobody is asked whether it may know.</summary>
    /// <param name="redirect">Where codes go.</param>
    /// <param name="afterSignOut">Where a person lands who has signed out.</param>
    public static OpenIddictApplicationDescriptor Own(Uri redirect, Uri afterSignOut) =>
        Describe(ClientId, "Single Window portal", ConsentTypes.Implicit, [redirect], [afterSignOut]);

    /// <summary>An application of others: the person is asked, once, what it may know.</summary>
    public static OpenIddictApplicationDescriptor OfOthers(string id, string name, IEnumerable<Uri> redirects, IEnumerable<Uri> afterSignOut) =>
        Describe(id, name, ConsentTypes.Explicit, redirects, afterSignOut);

    private static OpenIddictApplicationDescriptor Describe(
        string id, string name, string consent, IEnumerable<Uri> redirects, IEnumerable<Uri> afterSignOut)
    {
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = id,
            ClientType = ClientTypes.Public,
            ConsentType = consent,
            DisplayName = name,
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession, Permissions.Endpoints.Revocation,
                Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
        client.Permissions.UnionWith(Scopes.Select(scope => Permissions.Prefixes.Scope + scope));
        client.RedirectUris.UnionWith(redirects);
        client.PostLogoutRedirectUris.UnionWith(afterSignOut);
        return client;
    }
}
