// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using Cbm.Local;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Cbm.Benchmarks;

/// <summary>
/// A service that reads what it gets and answers at once: what the gateway, the wire and this program cost without any window
/// behind them. A process of its own over h2c, as the window's services are; the gateway knows it by configuration alone.
/// </summary>
public sealed class Echo : IDisposable
{
    /// <summary>Its path at the gateway.</summary>
    public const string Path = "/echo";

    private static readonly byte[] Answer = """{"state":"ECHOED"}"""u8.ToArray();

    private readonly Process process;

    // Not Services:Echo: what has an address right there is taken for a subscriber by every service, which then looks for its facts.
    private Echo(Process process, string address) => (this.process, Settings) = (process, new Dictionary<string, string>
    {
        ["Routes:echo:Path"] = Path,
        ["Routes:echo:To"] = "Beside:Echo",
        ["Services:Beside:Echo"] = address,
    });

    /// <summary>What the gateway must be told.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Number of its process.</summary>
    public int ProcessId => process.Id;

    /// <summary>Starts the process.</summary>
    public static async Task<Echo> Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (System.IO.Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(Echo).Assembly.Location);
        start.ArgumentList.Add("echo");
        var process = Process.Start(start)!;
        return new Echo(process, await process.StandardOutput.ReadLineAsync() ?? throw new NotOpenedException("the echo does not come up"));
    }

    /// <summary>Is that process: tells its address and answers until whoever started it is gone.</summary>
    public static async Task<int> Serve()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        await using var app = builder.Build();
        app.Run(ReadAndAnswer);
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        while (await Console.In.ReadLineAsync() is not null)
        {
        }
        return 0;
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private static async Task ReadAndAnswer(HttpContext http)
    {
        for (ReadResult read = default; !read.IsCompleted; http.Request.BodyReader.AdvanceTo(read.Buffer.End))
            read = await http.Request.BodyReader.ReadAsync(http.RequestAborted);
        http.Response.ContentType = "application/json";
        http.Response.Headers.ContentLength = Answer.Length;
        http.Response.Headers["X-Echo"] = http.Request.ContentLength?.ToString(CultureInfo.InvariantCulture);
        await http.Response.BodyWriter.WriteAsync(Answer, http.RequestAborted);
    }
}
