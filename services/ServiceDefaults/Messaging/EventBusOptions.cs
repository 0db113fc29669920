// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>How facts travel.</summary>
/// <param name="ApiToken">Shared token that the receiving method asks for (dapr-api-token).</param>
/// <param name="Subscribers">Subscriber code → address of its service.</param>
/// <param name="IsDapr">Whether they go by Dapr's sidecar; else the sender calls the subscriber itself.</param>
public sealed record EventBusOptions(string ApiToken, IReadOnlyDictionary<string, Uri> Subscribers, bool IsDapr = false)
{
    /// <summary>Topic of what agencies report, between services; in Dapr each agency has one of its own.</summary>
    public const string Reports = "agency-reported";

    /// <summary>Name of Dapr, in traces.</summary>
    public const string Dapr = "dapr";

    /// <summary>Name of the Dapr component.</summary>
    public const string PubSub = "cbm-events";

    /// <summary>Name of the way without Dapr, in traces.</summary>
    public const string Embedded = "cbm";

    /// <summary>Facts in one delivery at most.</summary>
    public const int MostInOneDelivery = 200;

    /// <summary>
    /// Name of a topic in Dapr. What agencies report is told apart there by who tells it, since the component's scopes let an
    /// agency publish to its own topic alone: a sidecar shows no token of the sender's.
    /// </summary>
    /// <param name="topic">Topic between services.</param>
    /// <param name="sender">Who tells it.</param>
    public static string TopicInDapr(string topic, string sender) => topic == Reports ? $"{Reports}.{sender}" : topic;

    /// <summary>How long a sidecar gathers facts for one delivery, in milliseconds; its own would be a second.</summary>
    public const int LongestGathering = 50;

    /// <summary>Where Dapr puts what it could not bring.</summary>
    public static string ParkedTopic(string topicInDapr) => $"parked.{topicInDapr}";

    /// <summary>The topic between services, and who tells it where its name says so.</summary>
    public static (string Topic, string? Sender) FromDapr(string topicInDapr) =>
        topicInDapr.StartsWith(Reports + ".", StringComparison.Ordinal) ? (Reports, topicInDapr[(Reports.Length + 1)..]) : (topicInDapr, null);

    /// <summary>Refuses (401) who does not show the token that the services share. Where none is configured nobody is let in, not everybody.</summary>
    public void CheckToken(HttpContext http)
    {
        var sent = Encoding.UTF8.GetBytes(http.Request.Headers["dapr-api-token"].ToString());
        if (ApiToken.Length == 0 || !CryptographicOperations.FixedTimeEquals(sent, Encoding.UTF8.GetBytes(ApiToken)))
        {
            throw Problems.Refusal.NotSignedIn();
        }
    }
}
