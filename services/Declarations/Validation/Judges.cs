// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Google.Protobuf.Reflection;

namespace Cbm.Declarations.Validation;

/// <summary>Says what is wrong with one value.</summary>
internal delegate void Judge(object value, Place at, Findings findings);

/// <summary>Which element is judged how, by its WCO id.</summary>
internal static class Judges
{
    /// <summary>The judge of an element; null where any value will do.</summary>
    public static Judge? Of(FieldDescriptor field)
    {
        if (field.FieldType == FieldType.Message)
            return field.MessageType == Amount.Descriptor ? Values.Money : field.MessageType == Quantity.Descriptor ? Measure(field) : null;
        var options = field.GetOptions() ?? new FieldOptions();
        if (options.GetExtension(WcoExtensions.WcoValue) == WcoValue.DateTime) return Values.Moment;
        // The name of a product has no verified id.
        if (field.ContainingType == ProductName.Descriptor && field.FieldNumber == ProductName.TypeCodeFieldNumber) return Codes.ProductName;
        return OfCode(Wco.Id(field));
    }

    private static Judge Measure(FieldDescriptor field) => Wco.Id(field) switch
    {
        "126" or "128" or "131" => Values.Mass,
        "320" or "321" => Values.Temperature,
        _ => Values.Measure,
    };

    private static Judge? OfCode(string id) => id switch
    {
        "063" => Codes.OriginCountry,
        "062" or "064" or "242" or "465" or "T014" => Codes.Country,
        "135" => Codes.Currency,
        "T020" or "T021" or "T022" => Codes.Mode,
        "T018" or "T029" or "T034" => Codes.TransportIdType,
        "141" => Codes.PackageType,
        "330" => Codes.IntendedUse,
        "339" => Codes.Process,
        "344" => Codes.PackingMaterial,
        "369" => Codes.TextSubject,
        "090" => Codes.Incoterm,
        "506" => Codes.UndgNumber,
        _ => Forms.Of(id),
    };
}
