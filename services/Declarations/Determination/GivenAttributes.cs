// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Contracts.Conditions;

namespace Cbm.Declarations.Determination;

/// <summary>The facts of one item of a public query, in any case of letters: what is not given is unknown.</summary>
internal sealed class GivenAttributes(RequirementQuery query, RequirementQueryItem item, string profile) : AttributeSource
{
    /// <summary>IM, EX or TR as the query says; CO by the first item's procedure (brief 11.2).</summary>
    public static string Direction(RequirementQuery query)
    {
        var direction = query.Direction.Trim().ToUpperInvariant();
        if (direction != "CO") return direction;
        var own = query.Items.Count > 0 && query.Items[0].Attributes.TryGetValue("procedure", out var given) ? Text(given) : null;
        return Directions.ByProcedure(own is { Length: > 0 } ? own : query.Procedure.Trim());
    }

    public override AttributeValue Read(KnownAttribute attribute)
    {
        if (attribute == KnownAttribute.Profile) return AttributeValue.Of(profile);
        if (item.Attributes.TryGetValue(attribute.Name, out var given) && Value(given, attribute) is { IsUnknown: false } known) return known;
        return attribute.Name switch
        {
            "origin" => Code(attribute, item.Origin.Trim().Length > 0 ? item.Origin : query.Origin),
            "destination" => Code(attribute, query.Destination),
            "mode" => Code(attribute, query.Mode),
            "procedure" => Code(attribute, query.Procedure),
            _ => default,
        };
    }

    /// <summary>A given value as the attribute takes it; unknown where it is null, of another kind, or not of the attribute's list.</summary>
    public static AttributeValue Value(Scalar given, KnownAttribute attribute) => attribute.Kind switch
    {
        AttributeKind.Flag when given.KindCase == Scalar.KindOneofCase.Flag => AttributeValue.Of(given.Flag),
        AttributeKind.Flag => bool.TryParse(Text(given), out var flag) ? AttributeValue.Of(flag) : default,
        AttributeKind.Number => AttributeValue.Of(
            decimal.TryParse(Text(given), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null),
        _ => Code(attribute, Text(given) ?? ""),
    };

    /// <summary>A code as conditions compare it; of a procedure the first two digits.</summary>
    public static AttributeValue Code(KnownAttribute attribute, string text) => attribute.Name != "procedure" ? QuestionText.Code(attribute, text)
        : text.Trim() is { Length: 2 or 4 } procedure && procedure.All(char.IsAsciiDigit) ? AttributeValue.Of(procedure[..2]) : default;

    private static string? Text(Scalar given) => given.KindCase switch
    {
        Scalar.KindOneofCase.Text => given.Text.Trim(),
        Scalar.KindOneofCase.Number => given.Number,
        _ => null,
    };
}
