// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Cbm.Declarations;

/// <summary>The window's secret keys, each derived from one: for MRNs that cannot be guessed and pseudonyms that cannot be reversed.</summary>
/// <param name="Mrn">Key of the MRN permutation.</param>
/// <param name="Pseudonyms">Key of the pseudonyms in slices.</param>
/// <param name="Webhooks">Key that the secrets of subscriptions are kept under.</param>
public sealed record WindowKeys(byte[] Mrn, byte[] Pseudonyms, byte[] Webhooks)
{
    private const int Shortest = 32;
    private const string Wanted = "Declarations:Key is missing or no key: 32 random bytes as Base64";

    /// <summary>From Declarations:Key (32 bytes, Base64); in Development one is made once and kept beside the data.</summary>
    public static WindowKeys Of(WebApplicationBuilder builder)
    {
        var root = builder.Configuration["Declarations:Key"] is { Length: > 0 } configured
            ? Convert.FromBase64String(configured)
            : builder.Environment.IsDevelopment()
                ? Kept(builder.Configuration["Data:Folder"] ?? ".data")
                : throw new InvalidOperationException(Wanted);
        return new WindowKeys(Derive(root, "mrn"u8), Derive(root, "pseudonyms"u8), Derive(root, "webhooks"u8));
    }

    /// <summary>What is wrong with the setting.</summary>
    public static IEnumerable<string> Mistakes(IConfiguration configuration, IHostEnvironment environment) => configuration["Declarations:Key"] switch
    {
        null or "" => environment.IsDevelopment() ? [] : [Wanted],
        var text => Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length >= Shortest ? [] : [Wanted],
    };

    private static byte[] Derive(byte[] root, ReadOnlySpan<byte> purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, root, 32, info: purpose.ToArray());

    private static byte[] Kept(string folder)
    {
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, "declarations.key");
        if (!File.Exists(file))
        {
            File.WriteAllBytes(file, RandomNumberGenerator.GetBytes(32));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }

        return File.ReadAllBytes(file);
    }
}
