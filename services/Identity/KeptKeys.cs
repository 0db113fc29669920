// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Cbm.Identity;

/// <summary>The keys that Identity keeps on disk, each made on first use and readable by its owner alone.</summary>
public static class KeptKeys
{
    /// <summary>Signs every token: RSA, 2048 bits.</summary>
    public static RsaSecurityKey Signing(string folder)
    {
        var path = Path.Combine(folder, "identity-signing-key.pem");
        var rsa = RSA.Create();
        if (!File.Exists(path)) Keep(path, RSA.Create(2048).ExportPkcs8PrivateKeyPem());
        rsa.ImportFromPem(File.ReadAllText(path));
        // The id follows the key, so that tokens of before a restart are still found by it.
        return new RsaSecurityKey(rsa) { KeyId = Convert.ToHexStringLower(SHA256.HashData(rsa.ExportRSAPublicKey()))[..16] };
    }

    /// <summary>Encrypts codes and refresh tokens, which nobody but Identity reads: AES, 256 bits.</summary>
    public static SymmetricSecurityKey Encryption(string folder)
    {
        var path = Path.Combine(folder, "identity-encryption-key");
        if (!File.Exists(path)) Keep(path, RandomNumberGenerator.GetHexString(64));
        return new SymmetricSecurityKey(Convert.FromHexString(File.ReadAllText(path)));
    }

    /// <summary>The folder of the keys of cookies and forms.</summary>
    public static DirectoryInfo Cookies(string folder)
    {
        var path = Path.Combine(folder, "identity-cookie-keys");
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // Written beside and moved: a process that dies half-way leaves no half key. Of replicas that start for the first time in the
    // same moment the first to move has made the key of all.
    private static void Keep(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var beside = $"{path}.{Guid.NewGuid():N}";
        using (var file = new StreamWriter(beside, options)) file.Write(text);
        try
        {
            File.Move(beside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(beside);
        }
    }
}
