// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Lpcos;
using Cbm.Contracts;
using Grpc.Core;

namespace Cbm.Agencies.Mandates;

/// <summary>What the window asks an agency, service to service.</summary>
public sealed class MandateEndpoint(MandateBook book, LpcoRegister register) : MandateService.MandateServiceBase
{
    /// <inheritdoc/>
    public override Task<Mandate> GetMandate(GetMandateRequest request, ServerCallContext context) => book.Current(context.CancellationToken);

    /// <inheritdoc/>
    public override Task<LpcoVerification> VerifyLpco(VerifyLpcoRequest request, ServerCallContext context) =>
        register.Verify(request.Issuer, request.Number, context.CancellationToken);
}
