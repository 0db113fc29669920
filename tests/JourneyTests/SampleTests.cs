// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.RegularExpressions;
using Cbm.Contracts.Serialisation;
using Cbm.Local.Demo;
using Xunit;

namespace Cbm.JourneyTests;

/// <summary>The samples as a trader's developer runs them.</summary>
[Collection(Journeys.Name)]
public sealed partial class SampleTests(OpenWindow open)
{
    private static readonly string Folder = Path.Combine(Root(), "contracts", "samples");

    [ProgramFact("bash", "curl")]
    public Task The_curl_sample_lodges_and_waits() => Lodges(["bash", Path.Combine(Folder, "curl/lodge.sh")]);

    [ProgramFact("bash", "curl")]
    public Task The_curl_sample_tells_every_error() => IsRefused(["bash", Path.Combine(Folder, "curl/lodge.sh")]);

    [ProgramFact("python3")]
    public Task The_Python_sample_lodges_and_waits() => Lodges(["python3", Path.Combine(Folder, "python/lodge.py")], "event \\w+ [A-Z_]+");

    [ProgramFact("python3")]
    public Task The_Python_sample_hears_by_a_webhook_and_verifies_its_signature() =>
        Lodges(["python3", Path.Combine(Folder, "python/lodge.py"), "--listen", "0"], @"webhook cbm\.declaration\.\w+, its signature holds");

    [ProgramFact("python3")]
    public Task The_Python_sample_tells_every_error() => IsRefused(["python3", Path.Combine(Folder, "python/lodge.py")]);

    [ProgramFact("python3")]
    public async Task The_Python_sample_waits_a_second_where_it_is_told_a_date()
    {
        const string Check = """
            import http.server, threading, lodge
            waits, told = [], ["Fri, 27 Nov 2026 23:00:00 GMT", "2", None]
            class Later(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    when = told.pop(0)
                    body = b'{"mrn": "M"}'
                    self.send_response(503 if when else 200)
                    if when: self.send_header("Retry-After", when)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                def log_message(self, *_): pass
            server = http.server.HTTPServer(("127.0.0.1", 0), Later)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            lodge.time.sleep = waits.append
            window = lodge.Window.__new__(lodge.Window)
            window.address = f"http://127.0.0.1:{server.server_port}"
            print(window.ask("GET", "/"), waits)
            """;

        var (_, said, trouble) = await Run(["python3", "-c", Check]);

        Assert.Equal(("{'mrn': 'M'} [1, 2]\n", ""), (said, trouble));
    }

    [ProgramFact("python3")]
    public async Task The_Python_verifier_holds_with_a_published_example_and_with_nothing_else()
    {
        const string Check = """
            import webhook
            SECRET, BODY, SENT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}', 1614265330
            def holds(secret=SECRET, body=BODY, now=SENT, **other):
                headers = {"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": str(SENT),
                           "webhook-signature": "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}
                headers.update({f"webhook-{name}": value for name, value in other.items()})
                return webhook.holds(secret, headers, body, now)
            print(holds(), holds(body=BODY + b" "), holds(now=SENT + 301), holds(id="x"), holds(timestamp="now"), holds(signature="v2,x"), holds(secret="whsec_AAAA"))
            """;

        var (_, told, trouble) = await Run(["python3", "-c", Check]);

        Assert.Equal(("True False False False False False False\n", ""), (told, trouble));
    }

    [Fact]
    public Task The_CSharp_sample_lodges_and_waits() => Lodges(["dotnet", "exec", typeof(Lodge.Asked).Assembly.Location], "event \\w+ [A-Z_]+");

    [Fact]
    public Task The_CSharp_sample_tells_every_error() => IsRefused(["dotnet", "exec", typeof(Lodge.Asked).Assembly.Location]);

    [Fact]
    public async Task A_caller_whom_the_window_does_not_know_is_told_so()
    {
        foreach (var sample in Samples())
            Assert.Equal(2, (await Run([.. sample, "--client", "demo-trader", "--secret", "guessed"])).ExitCode);
    }

    // What can run here; the other tests say what cannot, and why.
    private static IEnumerable<string[]> Samples()
    {
        yield return ["dotnet", "exec", typeof(Lodge.Asked).Assembly.Location];
        if (ProgramFactAttribute.Missing("bash", "curl") is null) yield return ["bash", Path.Combine(Folder, "curl/lodge.sh")];
        if (ProgramFactAttribute.Missing("python3") is null) yield return ["python3", Path.Combine(Folder, "python/lodge.py")];
    }

    private async Task Lodges(string[] sample, params string[] between)
    {
        var (exitCode, told, trouble) = await Run(sample);

        Assert.True(exitCode == 0, trouble);
        Assert.Matches($"^MRN [0-9A-Z]{{18}}\n{string.Concat(between.Select(line => line + "\n"))}state [A-Z_]+\n$", told);
        var view = await open.As("demo-trader").Declarations.Get(Mrn().Match(told).Value);
        Assert.NotEmpty(view.Agencies);
    }

    private async Task IsRefused(string[] sample)
    {
        var wrong = ShowCase.Read("WRONG-1");
        wrong.GoodsShipment.GovernmentAgencyGoodsItem[1].Commodity.Classification[0].Id = "0001";
        wrong.Declarant.Id = "";
        var file = Path.Combine(open.Options.Data, "wrong.json");
        await File.WriteAllBytesAsync(file, JsonWriting.ToUtf8(wrong));

        var (exitCode, told, trouble) = await Run([.. sample, file]);

        Assert.Equal((1, ""), (exitCode, told));
        var lines = trouble.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("refused: 422", lines[0], StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<Client.ProblemException>(() => open.As("demo-trader").Declarations.Lodge(wrong));
        Assert.True(refusal.Errors.Count > 1);
        Assert.Equal(refusal.Errors.Select(error => string.Join(' ', ((string[])[error.Code, error.Pointer, error.Message]).Where(text => text.Length > 0))), lines[1..]);
    }

    private async Task<(int ExitCode, string Told, string Trouble)> Run(string[] command)
    {
        using var program = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CBM_WINDOW"] = open.Window.Http.ToString().TrimEnd('/'), ["PYTHONDONTWRITEBYTECODE"] = "1", ["PYTHONPATH"] = Path.Combine(Folder, "python") },
        })!;
        var (told, trouble) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        try
        {
            await program.WaitForExitAsync(Patience.Token);
        }
        catch (OperationCanceledException)
        {
            program.Kill(entireProcessTree: true);
            throw;
        }
        return (program.ExitCode, await told, await trouble);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cbm.SingleWindow.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("[0-9A-Z]{18}")]
    private static partial Regex Mrn();
}
