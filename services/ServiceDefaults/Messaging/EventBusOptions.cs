// SPDX-License-Identifier: Apache-2.0
namespace Cbm.ServiceDefaults.Messaging;

/// <summary>How facts travel.</summary>
/// <param name="ApiToken">Shared token that the receiving method asks for (dapr-api-token).</param>
/// <param name="Subscribers">Subscriber code → address of its service.</param>
public sealed record EventBusOptions(string ApiToken, IReadOnlyDictionary<string, Uri> Subscribers)
{
    /// <summary>Name of the Dapr component.</summary>
    public const string PubSub = "cbm-events";

    /// <summary>Facts in one delivery at most.</summary>
    public const int MostInOneDelivery = 200;
}
