// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cbm.IntegrationTests.Webhooks;

/// <summary>What a subscriber does with a delivery, written from the Standard Webhooks specification 1.0.0 and from nothing of ours.</summary>
internal static class StandardWebhook
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Whether one of the signatures is the secret's, over these very bytes, made just now.</summary>
    public static bool Holds(string secret, string id, string timestamp, string signatures, byte[] body, DateTimeOffset now)
    {
        if (!secret.StartsWith("whsec_", StringComparison.Ordinal) || id.Length == 0 || id.Contains('.', StringComparison.Ordinal)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Tolerance)
        {
            return false;
        }

        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        if (key.Length is < 24 or > 64)
        {
            return false;
        }

        using var hmac = new HMACSHA256(key);
        var content = Encoding.UTF8.GetBytes($"{id}.{timestamp}.");
        hmac.TransformBlock(content, 0, content.Length, null, 0);
        hmac.TransformFinalBlock(body, 0, body.Length);
        return signatures.Split(' ').Any(signature => signature.Split(',', 2) is ["v1", var sent]
            && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(sent), hmac.Hash!));
    }
}
