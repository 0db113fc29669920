// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Net.Client;

namespace Cbm.ServiceDefaults.Callers;

/// <summary>A channel to another service of the window: every call on it shows which service calls.</summary>
public static class ServiceChannel
{
    // A mandate has some hundred requirements, and an answer to a delivery is a word for each fact.
    private const int LargestAnswer = 16 * 1024 * 1024;

    /// <summary>Opens it; what is sent has no limit of size, since a slice of a large declaration is large.</summary>
    /// <param name="address">The other service.</param>
    /// <param name="token">Shows who calls.</param>
    /// <param name="hasLargeAnswers">Its answers have slices in them, too.</param>
    public static GrpcChannel To(Uri address, ServiceToken token, bool hasLargeAnswers = false) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        MaxSendMessageSize = null,
        MaxReceiveMessageSize = hasLargeAnswers ? null : LargestAnswer,
        HttpHandler = new Bearer(token)
        {
            InnerHandler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2), EnableMultipleHttp2Connections = true },
        },
        DisposeHttpClient = true,
    });

    private sealed class Bearer(ServiceToken token) : DelegatingHandler
    {
        private static readonly string Unauthenticated = ((int)StatusCode.Unauthenticated).ToString(System.Globalization.CultureInfo.InvariantCulture);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var shown = await token.Get(cancellationToken);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", shown);
            var answer = await base.SendAsync(request, cancellationToken);

            // A refusal comes without a body, and its status among the headers.
            if (answer.Headers.TryGetValues("grpc-status", out var status) && status.Contains(Unauthenticated))
            {
                token.Forget(shown);
            }

            return answer;
        }
    }
}
