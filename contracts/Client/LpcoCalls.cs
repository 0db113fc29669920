// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Client;

/// <summary>Registers of licences, permits, certificates and other documents.</summary>
public sealed class LpcoCalls
{
    private readonly Calls calls;

    internal LpcoCalls(Calls calls) => this.calls = calls;

    /// <summary>What stands in the registers of the agency named, for its officers.</summary>
    public IAsyncEnumerable<Lpco> List(ListLpcosRequest filter, CancellationToken cancel = default) =>
        calls.List<ListLpcosRequest, LpcoList, Lpco>("ListLpcos", filter, page => page.Lpcos, cancel);

    /// <summary>Registers a foreign LPCO or issues an own one.</summary>
    public async Task<Lpco> Register(string agency, Lpco lpco, CancellationToken cancel = default) =>
        await calls.Ask<Lpco>("RegisterLpco", new RegisterLpcoRequest { Agency = agency, Lpco = lpco }, cancel);

    /// <summary>Withdraws an LPCO: from now on it covers nothing.</summary>
    public async Task<Lpco> Withdraw(WithdrawLpcoRequest withdrawal, CancellationToken cancel = default) => await calls.Ask<Lpco>("WithdrawLpco", withdrawal, cancel);

    /// <summary>Whether an LPCO is valid; its content is not shown. Anyone may ask.</summary>
    public async Task<LpcoVerification> Verify(string issuer, string number, CancellationToken cancel = default) =>
        await calls.Ask<LpcoVerification>("VerifyLpco", new VerifyLpcoRequest { Issuer = issuer, Number = number }, cancel);
}
