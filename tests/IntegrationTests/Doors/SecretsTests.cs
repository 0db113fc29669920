// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.Reconciling;
using Xunit;

namespace Cbm.IntegrationTests.Doors;

/// <summary>The window and its agencies, which log all that they can, and what must not be in it.</summary>
public sealed class SecretsTests
{
    private static readonly string[] Told = ["name", "line", "description"];

    [Fact]
    public async Task No_log_holds_a_token_a_secret_or_what_a_declaration_says()
    {
        // What other tests write meanwhile holds nothing of the kind either.
        var (console, written) = (Console.Out, new StringWriter());
        var writer = TextWriter.Synchronized(written);
        Console.SetOut(writer);
        try
        {
            var window = new RealWindow { LogLevel = "Debug" };
            await window.InitializeAsync();
            await window.Trader.Lodge(Given.ShowCase());
            var wrong = Given.ShowCase();
            wrong["declarationOfficeId"] = "what nobody else may read";
            await window.Trader.Lodge(wrong);
            await RunningWindow.Until(async () => await window.Reviews("HEALTH").List(new ListReviewsRequest { Agency = "HEALTH" }).AnyAsync());
            await window.DisposeAsync();
        }
        finally
        {
            Console.SetOut(console);
        }

        string log;
        lock (writer) log = written.ToString();
        Assert.NotEmpty(log);

        // Every token begins so: {"alg.
        string[] forbidden = ["eyJhbGci", RunningWindow.ApiToken, "a secret of the tests", "what nobody else may read", .. Texts(Given.ShowCase()).Where(text => text.Length > 5).Distinct()];
        Assert.All(forbidden, text => Assert.DoesNotContain(text, log, StringComparison.OrdinalIgnoreCase));
    }

    // Names, addresses and descriptions.
    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Told.Contains(member.Key) && member.Value is JsonValue ? [member.Value.ToString()] : Texts(member.Value)),
        JsonArray list => list.SelectMany(Texts),
        _ => [],
    };
}
