// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cbm.Contracts.Identifiers;

/// <summary>Makes MRNs from a counter by a keyed permutation: no two counts of a year give the same number, and who lacks the key cannot tell the next one.</summary>
public sealed class MrnSequence
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const ulong Half = 2_176_782_336; // 36^6: six of the twelve characters
    private const int Rounds = 8;

    private readonly byte[] key;
    private readonly string country;

    /// <summary>A sequence of the country (ISO 3166) under a secret key of at least 16 bytes.</summary>
    public MrnSequence(ReadOnlySpan<byte> key, string country)
    {
        if (key.Length < 16) throw new ArgumentException("The key of an MRN sequence has at least 16 bytes.", nameof(key));
        this.key = key.ToArray();
        this.country = country;
    }

    /// <summary>The MRN of a count (0 and up, below 36^12) in a year, with the procedure letter (R import, A export, J transit).</summary>
    public string Make(long count, int year, char procedure)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var left = (ulong)count / Half;
        var right = (ulong)count % Half;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(left, Half, nameof(count));
        // A Feistel network: every round can be undone, so the whole is a permutation whatever the round function is.
        for (byte round = 0; round < Rounds; round++)
            (left, right) = (right, (left + Mix(round, year, right)) % Half);
        Span<char> twelve = stackalloc char[12];
        Write(left, twelve[..6]);
        Write(right, twelve[6..]);
        return Mrn.Make(year, country, twelve, procedure);
    }

    private ulong Mix(byte round, int year, ulong half)
    {
        Span<byte> input = stackalloc byte[15];
        input[0] = round;
        BinaryPrimitives.WriteInt32BigEndian(input[1..], year % 100);
        BinaryPrimitives.WriteUInt64BigEndian(input[5..], half);
        Encoding.ASCII.GetBytes(country.AsSpan(0, 2), input[13..]);
        Span<byte> output = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, input, output);
        return BinaryPrimitives.ReadUInt64BigEndian(output) % Half;
    }

    private static void Write(ulong value, Span<char> six)
    {
        for (var i = six.Length - 1; i >= 0; i--, value /= 36) six[i] = Alphabet[(int)(value % 36)];
    }
}
