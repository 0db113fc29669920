// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cbm.Declarations.Webhooks;

/// <summary>
/// The secrets that deliveries are signed with, as the Standard Webhooks specification has them. They are kept sealed: who
/// reads the database, or a copy of it, cannot sign.
/// </summary>
/// <param name="key">32 bytes, of the window alone.</param>
public sealed class WebhookSecrets(byte[] key)
{
    private const int Nonce = 12;
    private const int Tag = 16;

    /// <summary>A new one: 32 random bytes (the specification: 24 to 64).</summary>
    public static byte[] Make() => RandomNumberGenerator.GetBytes(32);

    /// <summary>As its owner is told it.</summary>
    public static string Show(byte[] secret) => "whsec_" + Convert.ToBase64String(secret);

    /// <summary>Header webhook-signature: one signature for each secret, separated by spaces.</summary>
    public static string Sign(IEnumerable<byte[]> secrets, string messageId, long timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{messageId}.{timestamp}.")), .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed))));
    }

    /// <summary>Sealed for one subscription; it opens for no other.</summary>
    public byte[] Seal(string webhook, byte[] secret)
    {
        var kept = new byte[Nonce + Tag + secret.Length];
        RandomNumberGenerator.Fill(kept.AsSpan(0, Nonce));
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(kept.AsSpan(0, Nonce), secret, kept.AsSpan(Nonce + Tag), kept.AsSpan(Nonce, Tag), Encoding.UTF8.GetBytes(webhook));
        return kept;
    }

    /// <summary>Opened again. Throws CryptographicException where it was sealed with another key or for another subscription.</summary>
    public byte[] Open(string webhook, byte[] kept)
    {
        var secret = new byte[kept.Length - Nonce - Tag];
        using var aes = new AesGcm(key, Tag);
        aes.Decrypt(kept.AsSpan(0, Nonce), kept.AsSpan(Nonce + Tag), kept.AsSpan(Nonce, Tag), secret, Encoding.UTF8.GetBytes(webhook));
        return secret;
    }

    /// <summary>What a subscription's deliveries are signed with now: its secret, and for some time the one before.</summary>
    public IEnumerable<byte[]> Of(WebhookRecord webhook, DateTimeOffset now)
    {
        yield return Open(webhook.Id, webhook.Secret);
        if (webhook.PreviousSecret.Length > 0 && webhook.PreviousSecretUntil > now)
        {
            yield return Open(webhook.Id, webhook.PreviousSecret);
        }
    }

    /// <summary>Whether it opens: one that was sealed under another key does not, and is of no use any more.</summary>
    public bool Opens(string webhook, byte[] kept)
    {
        try
        {
            return kept.Length > Nonce + Tag && Open(webhook, kept).Length > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
