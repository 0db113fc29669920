// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Cbm.Agencies.Intake;

/// <summary>The secret from which controls are drawn: whoever knows it can tell which consignments are controlled.</summary>
public static class DrawKey
{
    private const int Length = 32;

    private static readonly string Wanted = $"Agency:DrawKey must be a secret of at least {Length} characters";

    /// <summary>The secret of Agency:DrawKey; in Development one made once beside the database, readable by its owner alone.</summary>
    /// <exception cref="InvalidOperationException">Outside of Development no secret of at least 32 characters is configured.</exception>
    public static byte[] Of(IConfiguration configuration, IHostEnvironment environment, string name)
    {
        if (configuration["Agency:DrawKey"] is { Length: >= Length } secret)
        {
            return Encoding.UTF8.GetBytes(secret);
        }

        // An open or guessable key would draw controls that a trader can foresee: rather no service.
        return environment.IsDevelopment()
            ? OfFile(Path.Combine(Directory.CreateDirectory(configuration["Data:Folder"] ?? ".data").FullName, $"{name}.draw-key"))
            : throw new InvalidOperationException(Wanted);
    }

    /// <summary>What is wrong with the setting; one that is too short is a mistake anywhere.</summary>
    public static IEnumerable<string> Mistakes(IConfiguration configuration, IHostEnvironment environment) => configuration["Agency:DrawKey"] switch
    {
        null or "" => environment.IsDevelopment() ? [] : [Wanted],
        { Length: < Length } => [Wanted],
        _ => [],
    };

    private static byte[] OfFile(string path)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(path, options);
            file.Write(RandomNumberGenerator.GetBytes(Length));
        }

        return File.ReadAllBytes(path);
    }
}
