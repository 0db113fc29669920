// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Local.Demo;

/// <summary>A declaration did not get where it was to go; the message says why in one line.</summary>
public sealed class JourneyFailedException(string message) : Exception(message);
