// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json.Nodes;
using Cbm.Contracts.Serialisation;

namespace Cbm.Contracts.OpenApi;

/// <summary>The JSON Schema of values by the WCO format that the reader holds them to.</summary>
internal static class ValueSchema
{
    // UN/ECE Recommendation 20 with its national qualifier, as the reader takes it.
    private const int LongestUnit = 8;

    // A date, or a time with its offset.
    private const string TimePattern = @"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2}))?$";

    /// <summary>Text of that form.</summary>
    public static JsonObject Text(ElementValue value)
    {
        var schema = new JsonObject { ["type"] = "string" };
        switch (value.Kind)
        {
            case ElementValue.Form.Time:
                schema["pattern"] = TimePattern;
                break;
            case ElementValue.Form.Decimal:
                schema["pattern"] = DecimalPattern(value);
                break;
            case ElementValue.Form.Letters or ElementValue.Form.Digits:
                var each = value.Kind == ElementValue.Form.Letters ? "[A-Za-z]" : "[0-9]";
                schema["pattern"] = string.Create(CultureInfo.InvariantCulture, $"^{each}{{{(value.IsExact ? "" : "1,")}{value.Most}}}$");
                break;
            default:
                if (value.IsExact) schema["minLength"] = value.Most;
                if (value.Most < int.MaxValue) schema["maxLength"] = value.Most;
                break;
        }
        return schema;
    }

    /// <summary>A whole number of so many digits.</summary>
    public static JsonObject Whole(ElementValue value) => new()
    {
        ["type"] = "integer",
        ["format"] = "int32",
        ["minimum"] = 0,
        ["maximum"] = value.Most < 10 ? (long)Math.Pow(10, value.Most) - 1 : int.MaxValue,
    };

    /// <summary>The two measures of the tree, an amount and a quantity.</summary>
    public static JsonObject Measure(bool isAmount) => new()
    {
        ["type"] = "object",
        ["description"] = isAmount ? "A sum of money." : "A measure or a count.",
        ["required"] = new JsonArray("value"),
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["value"] = new JsonObject { ["type"] = "string", ["description"] = "A decimal number with a point, in quotation marks.", ["pattern"] = @"^-?[0-9]+(\.[0-9]+)?$" },
            [isAmount ? "currencyId" : "unitCode"] = isAmount
                ? new JsonObject { ["type"] = "string", ["description"] = "Currency, ISO 4217.", ["pattern"] = "^[A-Za-z]{3}$" }
                : new JsonObject { ["type"] = "string", ["description"] = "Unit, UN/ECE Recommendation 20. Without it a kilogram for a mass, one for a count.", ["maxLength"] = LongestUnit },
        },
    };

    /// <summary>What the element's format adds to the value of its measure.</summary>
    public static JsonObject MeasureValue(ElementValue value) =>
        new() { ["value"] = new JsonObject { ["pattern"] = DecimalPattern(value) } };

    // As many digits altogether, of which some may stand after the point; a zero alone before the point does not count.
    private static string DecimalPattern(ElementValue value) => value.Decimals == 0
        ? string.Create(CultureInfo.InvariantCulture, $"^-?[0-9]{{1,{value.Most}}}$")
        : string.Create(CultureInfo.InvariantCulture,
            $@"^-?(?=(0\.)?([0-9]\.?){{1,{value.Most}}}$)[0-9]+(\.[0-9]{{1,{value.Decimals}}})?$");
}
