// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Client;

/// <summary>How a client waits, and why it asks.</summary>
public sealed class ClientSettings
{
    /// <summary>How long a request that the window puts off (429 or 503 with Retry-After) is sent again, and a live stream that broke is opened again. Zero: never.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Why what is asked for is read, up to 200 ASCII characters: for the log of reads, where the caller has an office. Empty: for what the office is there for.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>Times tokens and waits.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
