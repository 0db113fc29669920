// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Microsoft.Extensions.Configuration;

namespace Cbm.Declarations.Webhooks;

/// <summary>What the operator decides about subscriptions.</summary>
public sealed class WebhookOptions
{
    /// <summary>Networks that are not public and are delivered to all the same, over plain http too (Webhooks:AllowPrivate, a list of CIDRs).</summary>
    public IReadOnlyList<IPNetwork> Allowed { get; init; } = [];

    /// <summary>Every network that is not public is such a one (Webhooks:AllowPrivate=true).</summary>
    public bool AllowsEveryPrivate { get; init; }

    /// <summary>Subscriptions that a party may have (Webhooks:MostPerParty).</summary>
    public int MostPerParty { get; init; } = 10;

    /// <summary>How long an address has to answer (Webhooks:TimeoutSeconds).</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long every attempt may fail before a subscription is ended (Webhooks:DisableAfterDays).</summary>
    public TimeSpan DisableAfter { get; init; } = TimeSpan.FromDays(5);

    /// <summary>As configured. A network that cannot be read stops the service: it would be a door that is open or shut by mistake.</summary>
    public static WebhookOptions Of(IConfiguration configuration)
    {
        var isFlag = bool.TryParse(configuration["Webhooks:AllowPrivate"], out var every);
        return new WebhookOptions
        {
            AllowsEveryPrivate = isFlag && every,
            Allowed = isFlag ? [] : [.. Networks(configuration).Select(Network)],
            MostPerParty = configuration.GetValue("Webhooks:MostPerParty", 10),
            Timeout = TimeSpan.FromSeconds(configuration.GetValue("Webhooks:TimeoutSeconds", 10.0)),
            DisableAfter = TimeSpan.FromDays(configuration.GetValue("Webhooks:DisableAfterDays", 5.0)),
        };
    }

    /// <summary>What is wrong with the networks.</summary>
    public static IEnumerable<string> Mistakes(IConfiguration configuration) =>
        bool.TryParse(configuration["Webhooks:AllowPrivate"], out _) ? [] : Networks(configuration).Where(text => !IPNetwork.TryParse(text, out _)).Select(NoNetwork);

    private static string[] Networks(IConfiguration configuration) =>
        (configuration["Webhooks:AllowPrivate"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string NoNetwork(string text) => $"Webhooks:AllowPrivate is true, false or a list of networks (10.1.0.0/16); \"{text}\" is none";

    private static IPNetwork Network(string text) => IPNetwork.TryParse(text, out var network) ? network : throw new InvalidOperationException(NoNetwork(text));
}
