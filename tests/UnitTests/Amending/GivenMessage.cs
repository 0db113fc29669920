// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Amending;

namespace Cbm.UnitTests.Amending;

/// <summary>Messages of the DMS dialect about the show-case, and what they make of it.</summary>
internal static class GivenMessage
{
    public static Declaration Original => Validation.Given.ShowCase.Clone();

    /// <summary>A message with a pointer of each text: sections from 42A with their places, and a tag: "67A 68A[2] 23A/137".</summary>
    public static Declaration Pointing(params string[] pointers)
    {
        var message = new Declaration { FunctionCode = "13", TypeCode = "COR", Id = "26FIAAAAAAAAAAAAR5", FunctionalReferenceId = "M-1", GoodsShipment = new GoodsShipment() };
        message.AdditionalInformation.Add(new AdditionalInformation { StatementTypeCode = "AES", StatementDescription = "A mistake" });
        foreach (var text in pointers)
        {
            message.Amendment.Add(new Contracts.Amendment { ChangeReasonCode = "28", Pointer = { Chain(text) } });
        }

        return message;
    }

    /// <summary>The goods item of the message with that number; added where there is none.</summary>
    public static GovernmentAgencyGoodsItem Item(this Declaration message, int number)
    {
        var items = message.GoodsShipment.GovernmentAgencyGoodsItem;
        if (items.FirstOrDefault(item => item.SequenceNumeric == number) is not { } item)
        {
            items.Add(item = new GovernmentAgencyGoodsItem { SequenceNumeric = number });
        }

        return item;
    }

    public static Amended Applied(this Declaration message) => Delta.Apply(Original, AmendingMessage.Of(message)!);

    /// <summary>Code and JSON path of each fault.</summary>
    public static IReadOnlyList<string> Faults(this Declaration message) => [.. message.Applied().Faults.Select(fault => $"{fault.Code} {fault.Path}")];

    private static IEnumerable<Pointer> Chain(string text)
    {
        foreach (var step in text.Split(' '))
        {
            var parts = step.Split('/', '[', ']');
            var pointer = new Pointer { DocumentSectionCode = parts[0], TagId = step.Contains('/', StringComparison.Ordinal) ? parts[^1] : "" };
            if (step.Contains('[', StringComparison.Ordinal))
            {
                pointer.SequenceNumeric = int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
            }

            yield return pointer;
        }
    }
}
