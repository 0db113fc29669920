// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;

namespace Cbm.Identity.People;

/// <summary>A person who is signed in.</summary>
/// <param name="Person">Who it is.</param>
/// <param name="Since">When the password was checked.</param>
/// <param name="Request">Digest of the address that the person signed in for; null: that has led to a code since.</param>
/// <param name="Properties">When it ends.</param>
public sealed record Session(Person Person, DateTimeOffset Since, string? Request, AuthenticationProperties Properties)
{
    /// <summary>Whether the person signed in for this address, and it has led to no code yet.</summary>
    public bool IsFor(string request) => Request == Digest(request);

    /// <summary>An address, short enough for a cookie.</summary>
    public static string Digest(string request) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(request)));
}
