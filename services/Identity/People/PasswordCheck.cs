// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Identity;

namespace Cbm.Identity.People;

/// <summary>Whether a name and a password belong together. What comes back never tells an unknown name, a wrong password and a locked one apart.</summary>
public sealed class PasswordCheck(
    UserManager<Person> people, SignInManager<Person> sessions, IPasswordHasher<Person> hasher, PasswordShare share, ILogger<PasswordCheck> log)
{
    /// <summary>Failures in a row after which a name is locked for some minutes (<c>Identity:LockOutMinutes</c>).</summary>
    public const int FailuresToLockOut = 5;

    private static readonly SemaphoreSlim[] Gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];
    private static string? hashOfNobody;

    /// <summary>The person; null where it may not sign in.</summary>
    public async Task<Person?> Check(string name, string password, CancellationToken cancellation)
    {
        // One at a time for each name: guesses made at once would otherwise count as one.
        var gate = Gates[(uint)(people.NormalizeName(name) ?? "").GetHashCode(StringComparison.Ordinal) % Gates.Length];
        await gate.WaitAsync(cancellation);
        try
        {
            using var place = await share.Place(cancellation);
            return await CheckAlone(name, password);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<Person?> CheckAlone(string name, string password)
    {
        var person = await people.FindByNameAsync(name);
        if (person is null || await people.IsLockedOutAsync(person))
        {
            // As much work as for a real one, so that the time tells nothing either.
            hasher.VerifyHashedPassword(new Person(), hashOfNobody ??= hasher.HashPassword(new Person(), Guid.NewGuid().ToString()), password);
            // What was typed is not logged: people type passwords into the wrong field.
            if (person is null) log.LogInformation("Sign-in refused: no such name.");
            else log.LogInformation("Sign-in refused: {Person} is locked out.", person.Id);
            return null;
        }
        var result = await sessions.CheckPasswordSignInAsync(person, password, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            log.LogInformation("Signed in: {Person}.", person.Id);
            return person;
        }
        if (result.IsLockedOut) log.LogWarning("Locked out after {Failures} failures: {Person}.", FailuresToLockOut, person.Id);
        else log.LogInformation("Sign-in refused: wrong password for {Person}.", person.Id);
        return null;
    }
}
