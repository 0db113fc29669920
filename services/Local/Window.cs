// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json;

namespace Cbm.Local;

/// <summary>The whole window on this machine: every service in a process of its own, on the loopback, over SQLite.</summary>
public sealed class Window : IAsyncDisposable
{
    // Everything is to be down within 5 s.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3.5);

    private readonly Options options;
    private readonly DataFolder folder;
    private readonly Action<string> say;
    private readonly List<Child> children = [];
    private readonly Lock writing = new();
    private volatile bool isOpen;

    private Window(Options options, DataFolder folder, Action<string> say) => (this.options, this.folder, this.say) = (options, folder, say);

    /// <summary>Address of the JSON and XML API.</summary>
    public Uri Http => new($"http://localhost:{options.Http}");

    /// <summary>Address of the gRPC API (h2c).</summary>
    public Uri Grpc => new($"http://localhost:{options.Grpc}");

    /// <summary>Starts every service and comes back when all are ready.</summary>
    /// <param name="options">Folder, ports, profile.</param>
    /// <param name="say">Told in one line each what a person at the console should know.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="NotOpenedException">A port is in use, the folder is held, a service does not come up.</exception>
    public static async Task<Window> Open(Options options, Action<string> say, CancellationToken cancellation = default)
    {
        PassTheProxyBy();
        foreach (var port in (int[])[options.Http, options.Grpc])
            if (!Ports.IsFree(port)) throw new NotOpenedException($"port {port} is in use; choose another with --port");
        var window = new Window(options, DataFolder.Hold(options.Data, options.Fresh), say);
        try
        {
            window.StartAll();
            await new Readiness(window.children, window.Http, options.LongestStart).Wait(cancellation);
            window.isOpen = true;
            return window;
        }
        catch
        {
            await window.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the process of one service as a crash would; it comes back by itself, on the same port. False: it is not back from its last end.</summary>
    public bool Kill(string service) => Of(service).Kill();

    /// <summary>Number of the process of one service; after its end that of the one that has ended, until the next is started.</summary>
    public int ProcessOf(string service) => Of(service).ProcessId;

    /// <summary>Stops every service and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(children.Select(child => child.Stop(Patience)));
        File.Delete(Path.Combine(folder.Path, "run.json"));
        folder.Dispose();
    }

    private Child Of(string service) => children.Single(child => child.Service.Name == service);

    private void StartAll()
    {
        var logs = Directory.CreateDirectory(Path.Combine(folder.Path, "logs")).FullName;
        var free = new Queue<int>(Ports.Free(options.Services.Count, options.Http, options.Grpc));
        var ports = options.Services.ToDictionary(service => service, service => service.Kind == Kind.Gateway ? options.Http : free.Dequeue());
        var shared = Settings(ports);
        // Nobody outside needs them, so they live as long as this process.
        var secrets = options.Services.Where(service => service.Kind is Kind.Agency or Kind.Inside)
            .ToDictionary(service => service.Name, _ => RandomNumberGenerator.GetHexString(64));
        foreach (var (service, port) in ports)
        {
            var own = service.Kind == Kind.Gateway ? Http.ToString() : $"http://127.0.0.1:{port}";
            var environment = new Dictionary<string, string>(shared) { ["Urls__Http"] = own };
            // Each is handed its own secret alone; Identity knows them all.
            foreach (var (name, secret) in secrets.Where(one => service.Kind == Kind.Identity || one.Key == service.Name)) environment[$"Identity__Services__{name}__Secret"] = secret;
            // Each has its own database on it, which Development makes.
            if ("SqlServer".Equals(Environment.GetEnvironmentVariable("Data__Provider"), StringComparison.OrdinalIgnoreCase) && Environment.GetEnvironmentVariable("Data__ConnectionString") is { Length: > 0 } server)
                environment["Data__ConnectionString"] = $"{server};Database=cbm-{service.Name.ToLowerInvariant()}";
            children.Add(new Child(service, port, environment, logs, SayWhenOpen, WriteRunFile));
        }
        WriteRunFile();
    }

    // Until then the one line is the reason why it does not open.
    private void SayWhenOpen(string line)
    {
        if (isOpen) say(line);
    }

    private Dictionary<string, string> Settings(Dictionary<Service, int> ports)
    {
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["CBM_PARENT_PID"] = Environment.ProcessId.ToString(),
            ["Urls__Grpc"] = Grpc.ToString(),
            ["Data__Folder"] = folder.Path,
            ["Identity__Issuer"] = Http.ToString().TrimEnd('/'),
            ["Window__Profile"] = options.Profile,
            ["Window__Agencies"] = string.Join(',', options.Services.Where(service => service.Kind == Kind.Agency).Select(service => service.Name)),
            // As those of the services.
            ["Dapr__ApiToken"] = RandomNumberGenerator.GetHexString(64),
            // Less than what a service is given until it is ended.
            ["Stop__Seconds"] = "3",
            // A subscriber that is tried out here listens on this machine.
            ["Webhooks__AllowPrivate"] = "127.0.0.0/8, ::1/128",
        };
        foreach (var (service, port) in ports.Where(entry => entry.Key.Kind != Kind.Gateway))
        {
            settings[$"Services__{service.Name}"] = $"http://127.0.0.1:{port}";
            if (service.Kind == Kind.Identity) settings["Identity__Authority"] = $"http://127.0.0.1:{port}";
        }
        // One machine is one address, and often one caller: a flood is refused, and nothing that a person or a test does.
        foreach (var who in (string[])["Caller", "Address"])
            foreach (var (limit, number) in ((string, int)[])[("PerSecond", 1000), ("Burst", 2000), ("AtOnce", 512)])
                settings[$"Limits__{who}__{limit}"] = Environment.GetEnvironmentVariable($"Limits__{who}__{limit}") ?? number.ToString();
        foreach (var (name, value) in options.Settings) settings[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return settings;
    }

    // The window speaks to itself over the loopback, which no proxy reaches; its services inherit this.
    private static void PassTheProxyBy()
    {
        foreach (var name in (string[])["no_proxy", "NO_PROXY"])
            Environment.SetEnvironmentVariable(name, string.Join(',', ((string?[])[Environment.GetEnvironmentVariable(name), "localhost", "127.0.0.1", "::1"])
                .Where(host => host is { Length: > 0 }).SelectMany(host => host!.Split(',')).Distinct()));
    }

    private void WriteRunFile()
    {
        lock (writing)
        {
            var path = Path.Combine(folder.Path, "run.json");
            var run = new
            {
                pid = Environment.ProcessId,
                http = options.Http,
                grpc = options.Grpc,
                profile = options.Profile,
                services = children.Select(child => new { name = child.Service.Name, pid = child.ProcessId, port = child.Port }),
            };
            File.WriteAllText(path + ".new", JsonSerializer.Serialize(run, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
            File.Move(path + ".new", path, overwrite: true);
        }
    }
}
