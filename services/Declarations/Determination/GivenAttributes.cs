// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Contracts.Conditions;

namespace Cbm.Declarations.Determination;

/// <summary>The facts of one item of a public query: what is not given is unknown.</summary>
internal sealed class GivenAttributes(RequirementQuery query, RequirementQueryItem item, string profile) : AttributeSource
{
    public override AttributeValue Read(KnownAttribute attribute)
    {
        if (attribute == KnownAttribute.Profile) return AttributeValue.Of(profile);
        if (item.Attributes.TryGetValue(attribute.Name, out var given) && Value(given, attribute) is { IsUnknown: false } known) return known;
        return attribute.Name switch
        {
            "origin" => Code(item.Origin.Length > 0 ? item.Origin : query.Origin),
            "destination" => Code(query.Destination),
            "mode" => Code(query.Mode),
            "procedure" => Procedure(query.Procedure),
            _ => default,
        };
    }

    /// <summary>A given value as the attribute takes it; unknown where it is null or of another kind.</summary>
    public static AttributeValue Value(Scalar given, KnownAttribute attribute)
    {
        var text = given.KindCase switch
        {
            Scalar.KindOneofCase.Text => given.Text,
            Scalar.KindOneofCase.Number => given.Number,
            _ => null,
        };
        return attribute.Kind switch
        {
            AttributeKind.Flag when given.KindCase == Scalar.KindOneofCase.Flag => AttributeValue.Of(given.Flag),
            AttributeKind.Flag => bool.TryParse(text, out var flag) ? AttributeValue.Of(flag) : default,
            AttributeKind.Number => AttributeValue.Of(
                decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null),
            _ when attribute.Name == "procedure" => Procedure(text),
            _ => Code(text),
        };
    }

    private static AttributeValue Code(string? text) => text is { Length: > 0 } ? AttributeValue.Of(text) : default;

    private static AttributeValue Procedure(string? text) => text is { Length: >= 2 } ? AttributeValue.Of(text[..2]) : default;
}
