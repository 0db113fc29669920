// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Contracts.Conditions;

/// <summary>
/// What is known of one attribute: nothing, a flag, a number, or codes. Several codes are what several packages or several
/// dangerous substances say: one that fits is enough. The empty code is known to be none.
/// </summary>
public readonly struct AttributeValue
{
    private readonly State state;
    private readonly decimal number;
    private readonly string? code;
    private readonly IReadOnlyList<string>? codes;

    private AttributeValue(State state, decimal number = 0, string? code = null, IReadOnlyList<string>? codes = null) =>
        (this.state, this.number, this.code, this.codes) = (state, number, code, codes);

    private enum State
    {
        Unknown,
        Flag,
        Number,
        Code,
        SomeCodes,
    }

    /// <summary>Not declared, or null.</summary>
    public static AttributeValue Unknown => default;

    /// <summary>Known to be none: <c>has</c> is false, and it equals no code.</summary>
    public static AttributeValue None => Of("");

    /// <summary>Yes or no.</summary>
    public static AttributeValue Of(bool flag) => new(State.Flag, flag ? 1 : 0);

    /// <summary>A number; null is not known.</summary>
    public static AttributeValue Of(decimal? number) => number is { } known ? new(State.Number, known) : default;

    /// <summary>A code; empty is none.</summary>
    public static AttributeValue Of(string code) => new(State.Code, code: code);

    /// <summary>Codes of which each holds; where not complete, others may hold besides.</summary>
    public static AttributeValue Of(IReadOnlyList<string> codes, bool complete) =>
        new(complete ? State.Code : State.SomeCodes, codes: codes);

    /// <summary>Whether there is a value at all, as <c>has(x)</c> asks.</summary>
    public bool Has => state switch
    {
        State.Unknown => false,
        State.Code or State.SomeCodes => codes is { Count: > 0 } || code is { Length: > 0 },
        _ => true,
    };

    /// <summary>Whether nothing is known.</summary>
    public bool IsUnknown => state == State.Unknown;

    /// <summary>Whether nothing about it is missing.</summary>
    public bool IsComplete => state is not (State.Unknown or State.SomeCodes);

    internal Truth Same(in AttributeValue other)
    {
        if (IsUnknown || other.IsUnknown) return Truth.Unknown;
        if (state is State.Flag or State.Number)
            return other.state == state ? Truths.Of(number == other.number) : Truth.Unknown;
        if (other.state is State.Flag or State.Number) return Truth.Unknown;
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < other.Count; j++)
                if (string.Equals(this[i], other[j], StringComparison.Ordinal)) return Truth.True;
        }

        return state == State.SomeCodes || other.state == State.SomeCodes ? Truth.Unknown : Truth.False;
    }

    internal int? CompareTo(in AttributeValue other) =>
        state == State.Number && other.state == State.Number ? number.CompareTo(other.number) : null;

    internal Truth StartsWith(string prefix)
    {
        if (state is not (State.Code or State.SomeCodes)) return Truth.Unknown;
        for (var i = 0; i < Count; i++)
            if (this[i].StartsWith(prefix, StringComparison.Ordinal)) return Truth.True;
        return state == State.SomeCodes ? Truth.Unknown : Truth.False;
    }

    /// <summary>Whether one of the codes is in a list.</summary>
    public Truth In(IReadOnlyList<string> list)
    {
        if (state is not (State.Code or State.SomeCodes)) return Truth.Unknown;
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < list.Count; j++)
                if (string.Equals(this[i], list[j], StringComparison.Ordinal)) return Truth.True;
        }

        return state == State.SomeCodes ? Truth.Unknown : Truth.False;
    }

    /// <summary>How many codes there are.</summary>
    public int Count => codes?.Count ?? (code is null ? 0 : 1);

    /// <summary>The code at a place, from 0.</summary>
    public string this[int at] => codes?[at] ?? code!;
}

/// <summary>Where a condition reads its facts: one goods item with the header facts that apply to it.</summary>
public abstract class AttributeSource
{
    /// <summary>What is known of an attribute.</summary>
    public abstract AttributeValue Read(KnownAttribute attribute);
}
