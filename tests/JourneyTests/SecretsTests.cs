// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cbm.Local;
using Cbm.Local.Demo;
using Xunit;

namespace Cbm.JourneyTests;

/// <summary>A window whose services log all that they can, and what must not be in it.</summary>
public sealed class SecretsTests
{
    private static readonly string[] Names = ["name", "line", "description"];

    [Fact]
    public async Task No_log_holds_a_token_a_secret_or_what_a_declaration_says()
    {
        var options = Options.Passing() with { Settings = new Dictionary<string, string> { ["Logging:LogLevel:Default"] = "Debug" } };
        try
        {
            await using (var window = await Window.Open(options, _ => { }))
            {
                using var api = new Api(window.Http, CancellationToken.None);
                await api.Post("demo-trader", "/declarations", ShowCase.Read());
                var broken = ShowCase.Read();
                broken["declarationOfficeId"] = "a secret of mine in the wrong place";
                await api.Send("demo-trader", HttpMethod.Post, "/declarations", JsonContent.Create(broken));
                await api.Send("demo-officer-health", HttpMethod.Get, "/agencies/HEALTH/reviews");
            }

            var logs = Directory.GetFiles(Path.Combine(options.Data, "logs")).ToDictionary(path => path, File.ReadAllText);
            Assert.NotEmpty(logs.Values.Where(log => log.Length > 0));

            // Every token of this window begins so: {"alg".
            string[] forbidden = ["eyJhbGci", "client_secret=", "a secret of mine", .. Texts(ShowCase.Read()).Distinct().Where(text => text.Length > 5)];
            Assert.Empty(logs.SelectMany(log => forbidden.Where(text => log.Value.Contains(text, StringComparison.OrdinalIgnoreCase)).Select(text => $"{Path.GetFileName(log.Key)}: {text}")));
        }
        finally
        {
            Directory.Delete(options.Data, recursive: true);
        }
    }

    // Names, addresses and descriptions.
    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Names.Contains(member.Key) && member.Value is JsonValue ? [member.Value.ToString()] : Texts(member.Value)),
        JsonArray list => list.SelectMany(Texts),
        _ => [],
    };
}
