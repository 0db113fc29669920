// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Client;

/// <summary>Whom personal and commercial data was given in office, and why: for auditors, and supervisors of their own agency.</summary>
public sealed class ReadCalls
{
    private readonly Calls calls;

    internal ReadCalls(Calls calls) => this.calls = calls;

    /// <summary>What was read of what the window holds, the newest first.</summary>
    public IAsyncEnumerable<LoggedRead> OfWindow(ListReadsRequest filter, CancellationToken cancel = default) =>
        calls.List<ListReadsRequest, ReadList, LoggedRead>("ListReads", filter, page => page.Reads, cancel);

    /// <summary>What was read of the reviews and registers of the agency named, the newest first.</summary>
    public IAsyncEnumerable<LoggedRead> OfAgency(ListReviewReadsRequest filter, CancellationToken cancel = default) =>
        calls.List<ListReviewReadsRequest, ReadList, LoggedRead>("ListReviewReads", filter, page => page.Reads, cancel);
}
