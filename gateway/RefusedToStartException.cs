// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Gateway;

/// <summary>The gateway may not run as it is configured; the message says why in one line.</summary>
public sealed class RefusedToStartException(string message) : Exception(message);
