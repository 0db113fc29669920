// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Cbm.Identity;

/// <summary>The RSA key that signs every token.</summary>
public static class SigningKey
{
    /// <summary>The key kept in this folder; made on first use, 2048 bits, readable by its owner alone.</summary>
    public static RsaSecurityKey In(string folder)
    {
        var path = Path.Combine(folder, "identity-signing-key.pem");
        var rsa = RSA.Create();
        if (!File.Exists(path)) Keep(path, RSA.Create(2048).ExportPkcs8PrivateKeyPem());
        rsa.ImportFromPem(File.ReadAllText(path));
        // The id follows the key, so that tokens of before a restart are still found by it.
        return new RsaSecurityKey(rsa) { KeyId = Convert.ToHexStringLower(SHA256.HashData(rsa.ExportRSAPublicKey()))[..16] };
    }

    // Written beside and moved: a process that dies half-way leaves no half key.
    private static void Keep(string path, string pem)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(path + ".new", options)) file.Write(pem);
        File.Move(path + ".new", path, overwrite: false);
    }
}
