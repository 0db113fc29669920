// SPDX-License-Identifier: Apache-2.0
using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Identity.People;

/// <summary>The people of the demo; they exist in Development alone.</summary>
public static class DemoPeople
{
    /// <summary>The password of every one of them, known to everybody.</summary>
    public const string Password = DemoClients.Secret;

    /// <summary>How the ids (<c>sub</c>) of all of them begin; no client's id does.</summary>
    public const string Prefix = "demo-person-";

    /// <summary>All of them, by the name that they sign in with.</summary>
    public static ImmutableArray<Client> All { get; } =
    [
        new("trader", "Tara Trader", ["trader"], Party: "FI1234567-8"),
        new("agent", "Axel Agent", ["agent"], Party: "FI2345678-0"),
        new("customs", "Carla Customs", ["officer"], Agency: "CUSTOMS"),
        new("health", "Henri Health", ["officer"], Agency: "HEALTH"),
        new("plant", "Pia Plant", ["officer"], Agency: "AGRICULTURE", Units: ["PLANT_HEALTH"]),
        new("vet", "Viktor Vet", ["officer"], Agency: "AGRICULTURE", Units: ["VETERINARY"]),
        new("standards", "Stina Standards", ["officer"], Agency: "STANDARDS"),
        new("supervisor", "Sven Supervisor", ["supervisor"], Agency: "CUSTOMS"),
        new("coordinator", "Cora Coordinator", ["coordinator"], Agency: "CUSTOMS"),
        new("auditor", "Auli Auditor", ["auditor"]),
        new("admin", "Aada Admin", ["admin"]),
    ];

    /// <summary>Puts all of them into the register of people.</summary>
    public static async Task Register(UserManager<Person> people)
    {
        // Hashed once for all of them: it is no secret, and hashing is slow on purpose.
        var hash = people.PasswordHasher.HashPassword(new Person(), Password);
        foreach (var one in All)
        {
            var person = new Person { Id = Prefix + one.Id, UserName = one.Id, PasswordHash = hash };
            MustSucceed(await people.CreateAsync(person));
            MustSucceed(await people.AddClaimsAsync(person, one.Claims));
        }
    }

    /// <summary>The name of one that is there, or of another person that has its name and its password; null: none is.</summary>
    public static async Task<string?> AnyIn(UserManager<Person> people)
    {
        if (await people.Users.FirstOrDefaultAsync(person => person.Id.StartsWith(Prefix)) is { } demo) return demo.UserName;
        foreach (var one in All)
            if (await people.FindByNameAsync(one.Id) is { } person && await people.CheckPasswordAsync(person, Password)) return one.Id;
        return null;
    }

    private static void MustSucceed(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
    }
}
