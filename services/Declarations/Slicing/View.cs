// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Cbm.Contracts;
using Cbm.Contracts.Conditions;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.Declarations.Slicing;

/// <summary>One unit's view of one declaration: its goods items, which records are its own, and what minimising means.</summary>
internal sealed class View(string unit, byte[] key, IReadOnlyDictionary<int, OwnRecords> items, OwnRecords own)
{
    // Codes of a test report: UNCL 1001 4 and 162, with or without the N of the European codes.
    private static readonly HashSet<string> TestReports = ["4", "162", "N4", "N004", "N162"];

    /// <summary>The view of one goods item, by its place from 1, or null where the unit has neither a requirement nor a question for it.</summary>
    public View? ForItem(int item) => items.TryGetValue(item, out var own) ? new(unit, key, items, own) : null;

    public Kinds KindsOf(IMessage record, Kinds outer) => record switch
    {
        AdditionalDocument d => Of(d, own),
        AdditionalInformation a => own.Has(a) ? Kinds.Own : Kinds.Other,
        DutyTaxFee f => own.Has(f) ? Kinds.Own : Kinds.Other,
        // Doubt closes the gate: a name of no stated type may be a species.
        ProductName { TypeCode: not ("BRD" or "MDL") } => Kinds.Species,
        Importer { Id: "" } or Consignee { Id: "" } => Kinds.Private,
        _ => outer,
    };

    public static Kinds Of(AdditionalDocument document, OwnRecords own) =>
        (own.Has(document) ? Kinds.Own : Kinds.Other) | (TestReports.Contains(DocumentCodes.Of(document)) ? Kinds.TestReport : Kinds.None);

    /// <summary>What is left of an element that must not identify anybody or anything, or null where nothing is.</summary>
    public string? Minimised(FieldDescriptor field, IMessage record, Kinds kinds) =>
        field.Accessor.GetValue(record) is not string { Length: > 0 } value ? null : (record, Plan.Name(field)) switch
        {
            (AEOMutualRecognitionParty, "ID") => Pseudonym(value),
            (Importer or Consignee, "Name") when kinds.HasFlag(Kinds.Private) => Pseudonym(value),
            (AEOMutualRecognitionParty, "RoleCode") => value,
            (Address, "CountryCode") => value,
            (BorderTransportMeans or ArrivalTransportMeans, "ModeCode" or "TypeCode") => value,
            _ => null,
        };

    // The same name gives a unit the same pseudonym, so that it can tell two addressees apart, and another unit another one.
    private string Pseudonym(string value) =>
        "P-" + Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{unit}\n{value}")))[..12];
}
