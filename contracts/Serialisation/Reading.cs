// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Contracts.Serialisation;

/// <summary>What came of reading a message: the message as far as it could be read with all its faults, or why nothing could be read.</summary>
/// <param name="Message">Null only where the input is not readable; with faults it lacks the values that could not be understood.</param>
/// <param name="Faults">Everything wrong, in the order of the input.</param>
/// <param name="Warnings">What was passed over without being wrong.</param>
/// <param name="NotReadable">One sentence where the input is not JSON or XML, or not the message asked for; else null.</param>
/// <param name="IsTooLarge">It was not read to its end because it is longer than is allowed (413).</param>
public sealed record Reading<T>(T? Message, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings, string? NotReadable, bool IsTooLarge = false) where T : class
{
    /// <summary>Read whole and without a fault.</summary>
    public bool IsClean => NotReadable is null && Faults.Count == 0;

    internal static Reading<T> Refused(string why, bool isTooLarge = false) => new(null, [], [], why, isTooLarge);
}
