// SPDX-License-Identifier: Apache-2.0
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;

namespace Cbm.Identity.Clients;

/// <summary>When a client's secrets were made; the newest one's hash is kept where OpenIddict keeps it.</summary>
/// <param name="Since">When the newest was made.</param>
/// <param name="Former">The one before, as long as it is valid beside it; null: there is none.</param>
public sealed record Secrets(DateTimeOffset Since, FormerSecret? Former = null)
{
    private const string Kept = "secrets";

    /// <summary>A new secret: 256 bits by chance, in 43 characters that need no escape.</summary>
    public static string New() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of a client's secrets; null: it was registered by configuration.</summary>
    public static Secrets? From(ImmutableDictionary<string, JsonElement> properties) =>
        properties.TryGetValue(Kept, out var kept) ? kept.Deserialize<Secrets>() : null;

    /// <summary>Keeps this with the client.</summary>
    public void Keep(OpenIddictApplicationDescriptor client) => client.Properties[Kept] = JsonSerializer.SerializeToElement(this);

    /// <summary>The former secret, where it is valid now.</summary>
    public FormerSecret? ValidFormer(DateTimeOffset now) => Former is { } former && former.Until > now ? former : null;
}

/// <summary>A secret that another has taken the place of.</summary>
/// <param name="Hash">As OpenIddict hashes secrets.</param>
/// <param name="Since">When it was made.</param>
/// <param name="Until">From when on it is worth nothing.</param>
public sealed record FormerSecret(string Hash, DateTimeOffset Since, DateTimeOffset Until);
