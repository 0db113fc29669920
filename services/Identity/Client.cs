// SPDX-License-Identifier: Apache-2.0
using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Cbm.Identity;

/// <summary>A party, an officer or a service that signs in with a secret, and what its tokens say of it.</summary>
/// <param name="Id">client_id, and the token's <c>sub</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="Roles">trader, agent, officer, supervisor, coordinator, carrier, auditor, admin, integrator or service.</param>
/// <param name="Party">EORI or TIN of who it acts for; null: nobody's.</param>
/// <param name="Agency">Code of the agency it works for; null: none.</param>
/// <param name="Units">Units of the agency; empty: all of them.</param>
/// <param name="Represents">Parties it is an agent of without a mandate on file; <c>*</c>: every party (Development only).</param>
/// <param name="Service">Code of the service of the window that it is; null: none.</param>
public sealed record Client(
    string Id, string Name, ImmutableArray<string> Roles, string? Party = null, string? Agency = null,
    ImmutableArray<string> Units = default, string? Represents = null, string? Service = null)
{
    private const string Kept = "cbm";

    /// <summary>What its tokens say of it.</summary>
    [JsonIgnore]
    public IEnumerable<Claim> Claims =>
    [
        new(OpenIddictConstants.Claims.Name, Name),
        .. Roles.Select(role => new Claim(OpenIddictConstants.Claims.Role, role)),
        .. Party is null ? [] : new[] { new Claim("party", Party) },
        .. Agency is null ? [] : new[] { new Claim("agency", Agency) },
        .. (Units.IsDefault ? [] : Units).Select(unit => new Claim("unit", unit)),
        .. Represents is null ? [] : new[] { new Claim("represents", Represents) },
        .. Service is null ? [] : new[] { new Claim("service", Service) },
    ];

    /// <summary>The client as OpenIddict registers it.</summary>
    public OpenIddictApplicationDescriptor Register(string secret)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = Id,
            ClientSecret = secret,
            ClientType = ClientTypes.Confidential,
            DisplayName = Name,
            Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
        };
        descriptor.Properties[Kept] = JsonSerializer.SerializeToElement(this with { Units = Units.IsDefault ? [] : Units });
        return descriptor;
    }

    /// <summary>The client that was registered with these properties.</summary>
    public static Client From(ImmutableDictionary<string, JsonElement> properties) => properties[Kept].Deserialize<Client>()!;

    /// <summary>The same; null: people sign in through it, and it is nobody itself.</summary>
    public static Client? OrNull(ImmutableDictionary<string, JsonElement> properties) => properties.ContainsKey(Kept) ? From(properties) : null;
}
