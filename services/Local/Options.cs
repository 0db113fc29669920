// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Local;

/// <summary>What the command line asks for.</summary>
/// <param name="Data">Folder of the databases.</param>
/// <param name="Fresh">Empties the folder first.</param>
/// <param name="Http">Port of the gateway for HTTP/1.1.</param>
/// <param name="Grpc">Port of the gateway for gRPC.</param>
/// <param name="Profile">Code of the country profile: XX, FI or BW.</param>
/// <param name="Demo">Plays the demo instead of staying open.</param>
/// <param name="Files">Declaration files or folders of the demo; none: the show-case.</param>
public sealed record Options(string Data, bool Fresh, int Http, int Grpc, string Profile, bool Demo, IReadOnlyList<string> Files)
{
    /// <summary>How to call it.</summary>
    public const string Usage = "options: [--fresh] [--data DIR] [--port N] [--profile reference|finland|botswana], or: demo [--port N] [--profile …] [FILE or folder …]";

    /// <summary>What is started; all of it, but for tests of the starting itself.</summary>
    public IReadOnlyList<Service> Services { get; init; } = Service.All;

    /// <summary>A setting for every service beside Local's own (<c>Section:Key</c>, value).</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How long all of it may take to be ready: minutes where the machine has much else to do. A service that ends is told at once.</summary>
    public TimeSpan LongestStart { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A window of its own for a demo or a test: a folder under the system's temporary one, and free ports.</summary>
    public static Options Passing(string profile = "XX")
    {
        var ports = Ports.Free(2);
        return new Options(Directory.CreateTempSubdirectory("cbm-window-").FullName, Fresh: false, ports[0], ports[1], profile, Demo: false, []);
    }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="NotOpenedException">It asks for something that is not there.</exception>
    public static Options Parse(string[] args)
    {
        var (data, fresh, port, profile, demo, files) = ((string?)null, false, (int?)null, "XX", false, new List<string>());
        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out var word))
        {
            switch (word)
            {
                case "--fresh": fresh = true; break;
                case "--data": data = Next(rest, word); break;
                case "--port": port = Port(Next(rest, word)); break;
                case "--profile": profile = ProfileCode(Next(rest, word)); break;
                case "demo" when !demo: demo = true; break;
                default:
                    if (!demo || word.StartsWith("--", StringComparison.Ordinal)) throw new NotOpenedException($"{word} is not known; {Usage}");
                    files.Add(word);
                    break;
            }
        }
        if (demo && (fresh || data is not null)) throw new NotOpenedException($"a demo has a data folder of its own, without --fresh and --data; {Usage}");
        if (data is { } named && (string.IsNullOrWhiteSpace(named) || named.Contains('\0'))) throw new NotOpenedException($"--data names no folder; {Usage}");
        if (!demo) return new Options(Path.GetFullPath(data ?? ".data"), fresh, port ?? 8080, (port ?? 8080) + 1, profile, Demo: false, []);
        var passing = Passing(profile);
        if (port is { } asked) passing = passing with { Http = asked, Grpc = asked + 1 };
        return passing with { Demo = true, Files = files };
    }

    private static string Next(Queue<string> rest, string option) =>
        rest.TryDequeue(out var value) ? value : throw new NotOpenedException($"{option} needs a value; {Usage}");

    private static int Port(string text) => int.TryParse(text, out var port) && port is > 0 and < 65535
        ? port
        : throw new NotOpenedException($"--port {text}: a number from 1 to 65534; {Usage}");

    private static string ProfileCode(string name) => name.ToUpperInvariant() switch
    {
        "REFERENCE" or "XX" => "XX",
        "FINLAND" or "FI" => "FI",
        "BOTSWANA" or "BW" => "BW",
        _ => throw new NotOpenedException($"--profile {name} is not known; {Usage}"),
    };
}
