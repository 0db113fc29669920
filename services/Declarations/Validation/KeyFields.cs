// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.Declarations.Validation;

/// <summary>The elements without which their class says nothing.</summary>
internal static class KeyFields
{
    private static readonly FrozenDictionary<MessageDescriptor, int[]> Keys = new Dictionary<MessageDescriptor, int[]>
    {
        [AuthorisationHolder.Descriptor] = [AuthorisationHolder.IdFieldNumber, AuthorisationHolder.CategoryCodeFieldNumber],
        [ChargeDeduction.Descriptor] = [ChargeDeduction.ChargesTypeCodeFieldNumber, ChargeDeduction.OtherChargeDeductionAmountFieldNumber],
        [Classification.Descriptor] = [Classification.IdFieldNumber],
        [DepartureTransportMeans.Descriptor] = [DepartureTransportMeans.IdFieldNumber],
        [DomesticDutyTaxParty.Descriptor] = [DomesticDutyTaxParty.IdFieldNumber, DomesticDutyTaxParty.RoleCodeFieldNumber],
        [Freight.Descriptor] = [Freight.PaymentMethodCodeFieldNumber],
        [GovernmentProcedure.Descriptor] = [GovernmentProcedure.CurrentCodeFieldNumber],
        [InvoiceLine.Descriptor] = [InvoiceLine.ItemChargeAmountFieldNumber],
        [Itinerary.Descriptor] = [Itinerary.RoutingCountryCodeFieldNumber],
        [Origin.Descriptor] = [Origin.CountryCodeFieldNumber],
        [Payment.Descriptor] = [Payment.MethodCodeFieldNumber],
        [PreviousDocument.Descriptor] = [PreviousDocument.IdFieldNumber],
        [SupervisingOffice.Descriptor] = [SupervisingOffice.IdFieldNumber],
        [TradeTerms.Descriptor] = [TradeTerms.ConditionCodeFieldNumber],
        [TransportEquipment.Descriptor] = [TransportEquipment.IdFieldNumber],
        [ValuationAdjustment.Descriptor] = [ValuationAdjustment.AdditionCodeFieldNumber],
        [Warehouse.Descriptor] = [Warehouse.IdFieldNumber, Warehouse.TypeCodeFieldNumber],
    }.ToFrozenDictionary();

    /// <summary>The keys of a class; none where it may stand without any one of its elements.</summary>
    public static FieldDescriptor[] Of(MessageDescriptor type) =>
        Keys.TryGetValue(type, out var numbers) ? [.. numbers.Select(type.FindFieldByNumber)] : [];

    public static void Check(IMessage message, FieldDescriptor key, Place place, Findings findings)
    {
        if (key.Accessor.GetValue(message) is null or "")
            findings.Error("SWV013", place.ToPath().Child(key), $"Give {Wco.Name(key)}: without it {message.Descriptor.Name} says nothing.");
    }
}
