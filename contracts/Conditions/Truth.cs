// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Contracts.Conditions;

/// <summary>
/// What a condition comes to. The order makes AND the lesser and OR the greater of two, which is CEL's rule that
/// <c>false &amp;&amp; error</c> is false and <c>true || error</c> is true.
/// </summary>
public enum Truth
{
    /// <summary>It does not hold.</summary>
    False,

    /// <summary>A fact is missing that decides it.</summary>
    Unknown,

    /// <summary>It holds.</summary>
    True,
}

/// <summary>Three-valued logic over <see cref="Truth"/>.</summary>
public static class Truths
{
    /// <summary>True when both are, false when one is false.</summary>
    public static Truth And(Truth left, Truth right) => left < right ? left : right;

    /// <summary>True when one is, false when both are false.</summary>
    public static Truth Or(Truth left, Truth right) => left > right ? left : right;

    /// <summary>The opposite; the unknown stays unknown.</summary>
    public static Truth Not(Truth one) => Truth.True - (int)one;

    /// <summary>The truth of a fact that is known.</summary>
    public static Truth Of(bool known) => known ? Truth.True : Truth.False;
}
