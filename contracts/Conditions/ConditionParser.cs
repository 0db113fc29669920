// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Superpower;
using Superpower.Model;
using Superpower.Parsers;
using Superpower.Tokenizers;
using static Cbm.Contracts.Conditions.Condition;

namespace Cbm.Contracts.Conditions;

/// <summary>Reads the CEL subset; relations bind closer than !, ! than &amp;&amp;, &amp;&amp; than ||.</summary>
internal static class ConditionParser
{
    private enum Sign
    {
        Name,
        Text,
        Number,
        And,
        Or,
        Not,
        Relation,
        Dot,
        Comma,
        Open,
        Close,
        OpenList,
        CloseList,
    }

    private static readonly Tokenizer<Sign> Tokenizer = new TokenizerBuilder<Sign>()
        .Ignore(Span.WhiteSpace)
        .Match(Span.EqualTo("&&"), Sign.And)
        .Match(Span.EqualTo("||"), Sign.Or)
        .Match(Span.EqualTo("==").Or(Span.EqualTo("!=")).Try().Or(Span.EqualTo(">=")).Try().Or(Span.EqualTo("<=")).Try()
            .Or(Span.EqualTo(">")).Or(Span.EqualTo("<")), Sign.Relation)
        .Match(Character.EqualTo('!'), Sign.Not)
        .Match(Character.EqualTo('.'), Sign.Dot)
        .Match(Character.EqualTo(','), Sign.Comma)
        .Match(Character.EqualTo('('), Sign.Open)
        .Match(Character.EqualTo(')'), Sign.Close)
        .Match(Character.EqualTo('['), Sign.OpenList)
        .Match(Character.EqualTo(']'), Sign.CloseList)
        .Match(QuotedString.CStyle, Sign.Text)
        .Match(QuotedString.SqlStyle, Sign.Text)
        .Match(Numerics.Decimal, Sign.Number, requireDelimiters: true)
        .Match(Identifier.CStyle, Sign.Name, requireDelimiters: true)
        .Build();

    private static readonly TokenListParser<Sign, string> Text =
        Token.EqualTo(Sign.Text).Apply(QuotedString.CStyle.Or(QuotedString.SqlStyle));

    private static readonly TokenListParser<Sign, Operand> Attribute =
        (from item in Word("item")
         from dot in Token.EqualTo(Sign.Dot)
         from name in Token.EqualTo(Sign.Name)
         select Named(name))
        .Or(Word("profile").Select(word => new Operand(AttributeKind.Code, KnownAttribute.Profile, default, word.Position.Column)));

    private static readonly TokenListParser<Sign, Operand> Literal =
        Token.EqualTo(Sign.Text).Select(Code)
        .Or(Token.EqualTo(Sign.Number).Select(token => new Operand(AttributeKind.Number, null, AttributeValue.Of(Number(token)), token.Position.Column)))
        .Or(Word("true").Select(token => new Operand(AttributeKind.Flag, null, AttributeValue.Of(true), token.Position.Column)))
        .Or(Word("false").Select(token => new Operand(AttributeKind.Flag, null, AttributeValue.Of(false), token.Position.Column)));

    private static readonly TokenListParser<Sign, IReadOnlyList<string>> List =
        (from open in Token.EqualTo(Sign.OpenList)
         from codes in Text.ManyDelimitedBy(Token.EqualTo(Sign.Comma))
         from close in Token.EqualTo(Sign.CloseList)
         select (IReadOnlyList<string>)codes)
        .Or(from lists in Word("lists")
            from dot in Token.EqualTo(Sign.Dot)
            from name in Token.EqualTo(Sign.Name)
            select CountryLists.Find(name.ToStringValue())
                ?? throw new ConditionException($"lists.{name.ToStringValue()} is no list of countries", name.Position.Column));

    private static readonly TokenListParser<Sign, Node> Relation =
        Attribute.Or(Literal).Then(left => Compared(left).Or(Listed(left)).Or(Beginning(left)).OptionalOrDefault(null!).Select(node => node ?? Bare(left)));

    private static readonly TokenListParser<Sign, Node> Presence =
        from has in Word("has")
        from open in Token.EqualTo(Sign.Open)
        from attribute in Attribute
        from close in Token.EqualTo(Sign.Close)
        select (Node)new Presence(attribute.Attribute!);

    private static readonly TokenListParser<Sign, Node> Primary =
        Superpower.Parse.Ref(() => Any!).Between(Token.EqualTo(Sign.Open), Token.EqualTo(Sign.Close)).Or(Presence).Or(Relation);

    private static readonly TokenListParser<Sign, Node> Unary =
        Token.EqualTo(Sign.Not).IgnoreThen(Superpower.Parse.Ref(() => Unary!)).Select(inner => (Node)new Negation(inner)).Or(Primary);

    private static readonly TokenListParser<Sign, Node> All =
        Superpower.Parse.Chain(Token.EqualTo(Sign.And), Unary, (_, left, right) => new Both(left, right));

    private static readonly TokenListParser<Sign, Node> Any =
        Superpower.Parse.Chain(Token.EqualTo(Sign.Or), All, (_, left, right) => new Either(left, right));

    // Far more than any requirement needs; what nests without end would use up the stack, which ends the process.
    private const int Longest = 4000;
    private const int Deepest = 50;

    public static Node Read(string text)
    {
        if (text.Length > Longest) throw new ConditionException($"a condition has at most {Longest} characters", Longest + 1);
        var tokens = Tokenizer.TryTokenize(text);
        if (!tokens.HasValue)
            throw new ConditionException(tokens.FormatErrorMessageFragment(), tokens.ErrorPosition.HasValue ? tokens.ErrorPosition.Column : 1);
        MustNotBeDeep(tokens.Value);
        var tree = Any.AtEnd().TryParse(tokens.Value);
        return tree.HasValue ? tree.Value
            : throw new ConditionException(tree.FormatErrorMessageFragment(), tree.ErrorPosition.HasValue ? tree.ErrorPosition.Column : text.Length + 1);
    }

    private static void MustNotBeDeep(TokenList<Sign> tokens)
    {
        var (open, negated) = (0, 0);
        foreach (var token in tokens)
        {
            open += token.Kind switch { Sign.Open => 1, Sign.Close => -1, _ => 0 };
            negated = token.Kind == Sign.Not ? negated + 1 : 0;
            if (open + negated > Deepest) throw new ConditionException($"more than {Deepest} conditions stand within one another", token.Position.Column);
        }
    }

    private static TokenListParser<Sign, Token<Sign>> Word(string word) => Token.EqualToValue(Sign.Name, word);

    private static Operand Named(Token<Sign> name) => KnownAttribute.Find(name.ToStringValue()) is { Index: > 0 } known
        ? new Operand(known.Kind, known, default, name.Position.Column)
        : throw new ConditionException($"item.{name.ToStringValue()} is no known attribute", name.Position.Column);

    private static decimal Number(Token<Sign> token) =>
        decimal.TryParse(token.ToStringValue(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ConditionException("the number is too large", token.Position.Column);

    private static Operand Code(Token<Sign> token)
    {
        var text = (token.ToStringValue()[0] == '"' ? QuotedString.CStyle : QuotedString.SqlStyle).Parse(token.ToStringValue());
        return new(AttributeKind.Code, null, AttributeValue.Of(text), token.Position.Column);
    }

    private static TokenListParser<Sign, Node> Compared(Operand left) =>
        from sign in Token.EqualTo(Sign.Relation)
        from right in Attribute.Or(Literal)
        select Compare(left, sign, right);

    private static TokenListParser<Sign, Node> Listed(Operand left) =>
        from word in Word("in")
        from list in List
        select left.Kind == AttributeKind.Code ? (Node)new Relation(left, left, (value, _) => value.In(list))
            : throw new ConditionException("only a code can be in a list", left.Column);

    private static TokenListParser<Sign, Node> Beginning(Operand left) =>
        from dot in Token.EqualTo(Sign.Dot)
        from word in Word("startsWith")
        from prefix in Text.Between(Token.EqualTo(Sign.Open), Token.EqualTo(Sign.Close))
        select left.Kind == AttributeKind.Code ? (Node)new Relation(left, left, (value, _) => value.StartsWith(prefix))
            : throw new ConditionException("only a code can start with a text", left.Column);

    private static Node Bare(Operand one) => one switch
    {
        { Kind: not AttributeKind.Flag } => throw new ConditionException("a comparison is missing", one.Column),
        { Attribute: null } => new Constant(one.Literal.Same(AttributeValue.Of(true)) == Truth.True),
        _ => new Relation(one, one, (value, _) => value.Same(AttributeValue.Of(true))),
    };

    private static Node Compare(Operand left, Token<Sign> sign, Operand right)
    {
        if (left.Kind != right.Kind) throw new ConditionException($"a {Kind(left)} is never compared with a {Kind(right)}", right.Column);
        var order = sign.ToStringValue();
        if (order is not ("==" or "!=") && left.Kind != AttributeKind.Number)
            throw new ConditionException($"only numbers are compared by {order}", sign.Position.Column);
        return new Relation(left, right, order switch
        {
            "==" => (a, b) => a.Same(b),
            "!=" => (a, b) => Truths.Not(a.Same(b)),
            ">" => (a, b) => a.CompareTo(b) is { } c ? Truths.Of(c > 0) : Truth.Unknown,
            ">=" => (a, b) => a.CompareTo(b) is { } c ? Truths.Of(c >= 0) : Truth.Unknown,
            "<" => (a, b) => a.CompareTo(b) is { } c ? Truths.Of(c < 0) : Truth.Unknown,
            _ => (a, b) => a.CompareTo(b) is { } c ? Truths.Of(c <= 0) : Truth.Unknown,
        });
    }

    private static string Kind(Operand one) => one.Kind.ToString().ToLowerInvariant();
}
