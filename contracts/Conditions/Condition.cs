// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Contracts.Conditions;

/// <summary>A condition that cannot be read, with the column, from 1, at which reading stopped.</summary>
public sealed class ConditionException(string message, int column) : FormatException(message)
{
    /// <summary>Column of the condition's text, from 1.</summary>
    public int Column { get; } = column;
}

/// <summary>A condition in the CEL subset <c>== != &gt; &gt;= &lt; &lt;= &amp;&amp; || ! ( ) in has() startsWith()</c>, read once and evaluated often.</summary>
public sealed class Condition
{
    private readonly Node root;

    private Condition(string text, Node root) => (Text, this.root) = (text, root);

    /// <summary>The condition as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it holds whatever the facts.</summary>
    public bool IsAlwaysTrue => root is Constant { Value: Truth.True };

    /// <summary>Reads a condition.</summary>
    /// <exception cref="ConditionException">It is not of the language, names an unknown attribute or list, or compares unlike kinds.</exception>
    public static Condition Parse(string text) => new(text, ConditionParser.Read(text));

    /// <summary>What the condition comes to over these facts.</summary>
    public Truth Evaluate(AttributeSource source) => root.Evaluate(source);

    /// <summary>Adds the attributes whose absence leaves the condition unknown; nothing where it is known.</summary>
    public void Missing(AttributeSource source, ICollection<KnownAttribute> missing) => root.Missing(source, missing);

    internal abstract class Node
    {
        public abstract Truth Evaluate(AttributeSource source);

        public virtual void Missing(AttributeSource source, ICollection<KnownAttribute> missing)
        {
        }
    }

    internal sealed class Constant(bool value) : Node
    {
        public Truth Value { get; } = Truths.Of(value);

        public override Truth Evaluate(AttributeSource source) => Value;
    }

    internal sealed class Both(Node left, Node right) : Node
    {
        public override Truth Evaluate(AttributeSource source) =>
            left.Evaluate(source) is var one and not Truth.False ? Truths.And(one, right.Evaluate(source)) : Truth.False;

        public override void Missing(AttributeSource source, ICollection<KnownAttribute> missing)
        {
            if (Evaluate(source) != Truth.Unknown) return;
            left.Missing(source, missing);
            right.Missing(source, missing);
        }
    }

    internal sealed class Either(Node left, Node right) : Node
    {
        public override Truth Evaluate(AttributeSource source) =>
            left.Evaluate(source) is var one and not Truth.True ? Truths.Or(one, right.Evaluate(source)) : Truth.True;

        public override void Missing(AttributeSource source, ICollection<KnownAttribute> missing)
        {
            if (Evaluate(source) != Truth.Unknown) return;
            left.Missing(source, missing);
            right.Missing(source, missing);
        }
    }

    internal sealed class Negation(Node inner) : Node
    {
        public override Truth Evaluate(AttributeSource source) => Truths.Not(inner.Evaluate(source));

        public override void Missing(AttributeSource source, ICollection<KnownAttribute> missing) => inner.Missing(source, missing);
    }

    internal sealed class Presence(KnownAttribute attribute) : Node
    {
        public override Truth Evaluate(AttributeSource source) => Truths.Of(source.Read(attribute).Has);
    }

    internal sealed class Relation(Operand left, Operand right, Func<AttributeValue, AttributeValue, Truth> holds) : Node
    {
        public override Truth Evaluate(AttributeSource source) => holds(left.Read(source), right.Read(source));

        public override void Missing(AttributeSource source, ICollection<KnownAttribute> missing)
        {
            if (Evaluate(source) != Truth.Unknown) return;
            left.Missing(missing, source);
            right.Missing(missing, source);
        }
    }

    /// <summary>One side of a comparison: an attribute or a literal.</summary>
    internal sealed class Operand(AttributeKind kind, KnownAttribute? attribute, AttributeValue literal, int column)
    {
        public AttributeKind Kind => kind;

        public int Column => column;

        public KnownAttribute? Attribute => attribute;

        public AttributeValue Literal => literal;

        public AttributeValue Read(AttributeSource source) => attribute is null ? literal : source.Read(attribute);

        // Both sides of an unknown comparison may lack their value; a side that has one is not asked again,
        // but codes that are not complete are.
        public void Missing(ICollection<KnownAttribute> missing, AttributeSource source)
        {
            if (attribute is not null && !missing.Contains(attribute) && !source.Read(attribute).IsComplete) missing.Add(attribute);
        }
    }
}
