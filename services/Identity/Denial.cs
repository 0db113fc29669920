// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Server.AspNetCore;

namespace Cbm.Identity;

/// <summary>An OpenID Connect request refused, in the form that its endpoint asks for.</summary>
internal static class Denial
{
    /// <summary>An error of OAuth 2.0 (RFC 6749) or OpenID Connect, with what to do about it.</summary>
    public static IResult Of(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
