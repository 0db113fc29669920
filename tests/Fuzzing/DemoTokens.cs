// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Cbm.Fuzzing;

/// <summary>Tokens of the demo's callers, in a window that runs in Development.</summary>
public static class DemoTokens
{
    private static readonly string[] Clients =
        ["demo-trader", "demo-broker", "demo-officer-customs", "demo-officer-health", "demo-officer-agriculture", "demo-officer-standards", "demo-supervisor-health", "demo-carrier", "demo-auditor", "demo-coordinator"];

    /// <summary>A token of each; a client that the window does not have is left out.</summary>
    public static async Task<IReadOnlyList<string>> Of(Uri window)
    {
        using var http = new HttpClient { BaseAddress = window };
        var tokens = new List<string>();
        foreach (var client in Clients)
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = client,
                ["client_secret"] = "single-window",
            });
            using var answer = await http.PostAsync("/connect/token", form);
            if (answer.IsSuccessStatusCode) tokens.Add((string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!);
        }

        return tokens;
    }
}
