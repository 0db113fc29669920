// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Simulation.Variants;

/// <summary>Every broken variant, by its name.</summary>
public static class Broken
{
    private static readonly Dictionary<string, Func<Variant>> Variants = [];

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Variants.Keys;

    /// <summary>A new one of that name; null: none.</summary>
    public static Variant? Make(string? name) => name is null ? null : Variants[name]();
}
