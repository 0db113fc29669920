// SPDX-License-Identifier: Apache-2.0
using Cbm.Client;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;

namespace Cbm.Lodge;

/// <summary>What the sample was asked to do.</summary>
/// <param name="Window">Address of the window.</param>
/// <param name="Client">Who lodges.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="File">What is lodged; null: the show-case.</param>
public sealed record Asked(Uri Window, string Client, string Secret, string? File)
{
    /// <summary>From the command line, else from the environment, else the demo's.</summary>
    public static Asked Parse(string[] args)
    {
        var options = new Dictionary<string, string>
        {
            ["--window"] = Environment.GetEnvironmentVariable("CBM_WINDOW") ?? "http://localhost:8080",
            ["--client"] = Environment.GetEnvironmentVariable("CBM_CLIENT") ?? "demo-trader",
            ["--secret"] = Environment.GetEnvironmentVariable("CBM_SECRET") ?? "single-window",
        };
        string? file = null;
        for (var at = 0; at < args.Length; at++)
        {
            if (options.ContainsKey(args[at]) && at + 1 < args.Length) options[args[at]] = args[++at];
            else file = args[at];
        }
        return new Asked(new Uri(options["--window"]), options["--client"], options["--secret"], file);
    }

    /// <summary>What is to be lodged: a file as it is, or the tree of the show-case under a number of its own.</summary>
    public DeclarationContent Declaration()
    {
        if (File is not null)
        {
            var bytes = System.IO.File.ReadAllBytes(File);
            return File.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? DeclarationContent.Xml(bytes) : DeclarationContent.Json(bytes);
        }
        using var stream = typeof(Declaration).Assembly.GetManifestResourceStream("samples/show-case.json")!;
        using var read = new MemoryStream();
        stream.CopyTo(read);
        var declaration = JsonReading.Read<Declaration>(read.ToArray()).Message!;
        declaration.FunctionalReferenceId = $"CSHARP-{Guid.NewGuid():N}"[..20];
        return declaration;
    }
}
