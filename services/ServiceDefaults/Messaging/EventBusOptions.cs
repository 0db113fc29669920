// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>How facts travel.</summary>
/// <param name="ApiToken">Shared token that the receiving method asks for (dapr-api-token).</param>
/// <param name="Subscribers">Subscriber code → address of its service.</param>
public sealed record EventBusOptions(string ApiToken, IReadOnlyDictionary<string, Uri> Subscribers)
{
    /// <summary>Name of the Dapr component.</summary>
    public const string PubSub = "cbm-events";

    /// <summary>Name of the way without Dapr, in traces.</summary>
    public const string Embedded = "cbm";

    /// <summary>Facts in one delivery at most.</summary>
    public const int MostInOneDelivery = 200;

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
