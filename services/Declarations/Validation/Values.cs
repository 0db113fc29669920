// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;
using Cbm.Contracts.Serialisation;

namespace Cbm.Declarations.Validation;

/// <summary>Judges sums, measures and times by their form.</summary>
internal static class Values
{
    public static void Money(object value, Place at, Findings findings)
    {
        var amount = (Amount)value;
        if (!Numbers.TryRead(amount.Value, out _))
            findings.Error("SWV050", at.ToPath(), $"'{amount.Value}' is no sum of money: give a decimal number, as in 99.90.");
        NotNegative(amount.Value, at, findings);
        if (amount.CurrencyId.Length == 0)
            findings.Error("SWV021", at.ToPath().Child(Amount.CurrencyIdFieldNumber), "Give the currency of this sum, as in EUR.");
        else if (!CodeList.Currency.Contains(amount.CurrencyId))
            findings.Error("SWV021", at.ToPath().Child(Amount.CurrencyIdFieldNumber), $"{amount.CurrencyId} is no currency: use the three letters of ISO 4217, as in EUR.");
    }

    public static void Measure(object value, Place at, Findings findings)
    {
        Temperature(value, at, findings);
        NotNegative(((Quantity)value).Value, at, findings);
    }

    // Alone among measures a temperature may be below nothing.
    public static void Temperature(object value, Place at, Findings findings)
    {
        var quantity = (Quantity)value;
        Number(quantity.Value, at, findings);
        var unit = Numbers.Unit(quantity);
        if (unit.Length > 0 && !CodeList.Unit.Contains(unit))
            findings.Warning("SWV024", at.ToPath().Child(Quantity.UnitCodeFieldNumber), $"{quantity.UnitCode} is no unit that a list here has; it is kept as a national unit.");
    }

    // Sign and unit are looked at with what a mass must be.
    public static void Mass(object value, Place at, Findings findings) => Number(((Quantity)value).Value, at, findings);

    public static void Moment(object value, Place at, Findings findings)
    {
        if (!Times.TryRead((string)value, out _))
            findings.Error("SWV060", at.ToPath(), $"'{value}' is no date: give a date, or a date and time with its offset, as in 2026-05-04T08:30:00+03:00.");
    }

    private static void Number(string text, Place at, Findings findings)
    {
        if (!Numbers.TryRead(text, out _))
            findings.Error("SWV050", at.ToPath(), $"'{text}' is no number: give a decimal number, as in 12.5.");
    }

    private static void NotNegative(string text, Place at, Findings findings)
    {
        if (Numbers.TryRead(text, out var number) && number < 0)
            findings.Error("SWV055", at.ToPath(), $"{text} is less than nothing: give it without the sign.");
    }
}
