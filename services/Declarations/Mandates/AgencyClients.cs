// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Messaging;
using Grpc.Core;
using Grpc.Net.Client;

namespace Cbm.Declarations.Mandates;

/// <summary>Questions that the window asks an agency directly.</summary>
public sealed class AgencyClients(EventBusOptions services, ServiceToken token) : IDisposable
{
    private readonly Dictionary<string, GrpcChannel> _channels =
        services.Subscribers.ToDictionary(service => service.Key, service => ServiceChannel.To(service.Value, token));

    /// <summary>The agency's mandate. Throws RpcException where it, or Identity, is away.</summary>
    public async Task<Mandate> Mandate(string agency, CancellationToken cancel) =>
        await new MandateService.MandateServiceClient(_channels[agency]).GetMandateAsync(new GetMandateRequest(), Options(cancel));

    /// <summary>Whether one of the agency's registers holds a valid LPCO of that issuer and number.</summary>
    public async Task<LpcoVerification> Verify(string agency, VerifyLpcoRequest request, CancellationToken cancel) =>
        await new MandateService.MandateServiceClient(_channels[agency]).VerifyLpcoAsync(request, Options(cancel));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    private static CallOptions Options(CancellationToken cancel) => new(null, DateTime.UtcNow.AddSeconds(5), cancel);
}
