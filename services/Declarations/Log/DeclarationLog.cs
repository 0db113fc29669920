// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Hosting;

namespace Cbm.Declarations.Log;

/// <summary>
/// The log of a declaration: one event for every step, written in the transaction of the step, each with the hash of the
/// one before. The hash covers a salted digest of the content, so that content can be erased one day and the chain holds.
/// </summary>
public static class DeclarationLog
{
    /// <summary>Appends one event to the declaration's log.</summary>
    public static void Append(
        this DeclarationsContext context,
        DeclarationRecord declaration,
        string name,
        DateTimeOffset at,
        string by,
        string text = "",
        string unit = "")
    {
        context.Changed.Add(declaration.Mrn);

        // A store may end a text at a NUL: what it gives back later must be what was digested.
        (by, text) = (by.Replace('\0', ' '), text.Replace('\0', ' '));
        var salt = RandomNumberGenerator.GetBytes(16);
        var correlation = Correlation.Current ?? "";
        var digest = DigestOf(salt, by, text, correlation);
        var sequence = declaration.LogLength + 1;
        var hash = HashOf(declaration.LogHash, declaration.Mrn, sequence, name, at, unit, digest);
        context.Events.Add(new EventRecord
        {
            Mrn = declaration.Mrn,
            Sequence = sequence,
            Name = name,
            At = at,
            Unit = unit,
            By = by,
            Text = text,
            Correlation = correlation,
            Salt = salt,
            Digest = digest,
            PreviousHash = declaration.LogHash,
            Hash = hash,
        });
        (declaration.LogLength, declaration.LogHash) = (sequence, hash);
    }

    /// <summary>The first event, by place in the log, at which the chain does not hold; null where it holds throughout.</summary>
    /// <param name="declaration">The declaration, which knows the length and the last hash.</param>
    /// <param name="events">Its events in order.</param>
    public static int? FirstBreak(DeclarationRecord declaration, IReadOnlyList<EventRecord> events)
    {
        var previous = "";
        for (var index = 0; index < events.Count; index++)
        {
            var logged = events[index];

            // Erased content leaves its digest and nothing else: an event without salt that says something was written by another hand.
            var digestHolds = logged.Salt.Length == 0
                ? logged.By.Length + logged.Text.Length + logged.Correlation.Length == 0
                : logged.Digest == DigestOf(logged.Salt, logged.By, logged.Text, logged.Correlation);
            if (logged.Sequence != index + 1 || logged.PreviousHash != previous || !digestHolds
                || logged.Hash != HashOf(previous, logged.Mrn, logged.Sequence, logged.Name, logged.At, logged.Unit, logged.Digest))
            {
                return index + 1;
            }

            previous = logged.Hash;
        }

        return events.Count == declaration.LogLength && previous == declaration.LogHash ? null : events.Count + 1;
    }

    private static string DigestOf(byte[] salt, string by, string text, string correlation) => Convert.ToHexStringLower(SHA256.HashData(
        [.. salt, .. Encoding.UTF8.GetBytes(by), 0, .. Encoding.UTF8.GetBytes(text), 0, .. Encoding.UTF8.GetBytes(correlation)]));

    private static string HashOf(
        string previous, string mrn, int sequence, string name, DateTimeOffset at, string unit, string digest) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{previous}\n{mrn}\n{sequence}\n{name}\n{at.UtcTicks}\n{unit}\n{digest}"))));
}
