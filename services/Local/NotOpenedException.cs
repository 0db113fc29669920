// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Local;

/// <summary>The window cannot be opened, or not be used as asked; the message says why in one line.</summary>
public sealed class NotOpenedException(string message) : Exception(message);
