// SPDX-License-Identifier: Apache-2.0
namespace Cbm.IntegrationTests.Sidecars;

/// <summary>A sidecar for each app, and the broker between them.</summary>
internal interface ISidecars : IAsyncDisposable
{
    /// <summary>Where an app reaches its sidecar, whether it runs or not.</summary>
    string AddressOf(string app);

    /// <summary>Starts the sidecar of an app that is at this address; it serves when this ends.</summary>
    Task Start(string app, string address);

    /// <summary>Ends it at once, as a failure does.</summary>
    Task Kill(string app);

    /// <summary>The broker answers nobody any more, or it does again and has all that it had.</summary>
    Task Cut(bool isAway);

    /// <summary>How many facts lie in a topic.</summary>
    Task<int> Count(string topic);
}
