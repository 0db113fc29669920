// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Identifiers;

namespace Cbm.Declarations.Validation;

/// <summary>Parties are known by an identification number of the right form, or by name and whole address; an agent says for whom it acts.</summary>
internal static class Parties
{
    private static readonly Address Empty = new();

    public static void Check(Subject subject, Findings findings)
    {
        var (declaration, type, _) = subject;
        if (declaration.Declarant is { } declarant) Number(declarant.Id, "declarant.id", true, findings);
        if (declaration.Submitter is { } submitter) Number(submitter.Id, "submitter.id", false, findings);
        for (var i = 0; i < declaration.AuthorisationHolder.Count; i++)
            Number(declaration.AuthorisationHolder[i].Id, $"authorisationHolder[{i}].id", true, findings);
        if (declaration.Exporter is { } exporter) Party(exporter.Id, exporter.Name, exporter.Address, "exporter", findings, known: type.Direction == Direction.Export);

        // An agent may be the declarant itself, and then only says how it acts.
        if (declaration.Agent is { } agent)
        {
            Number(agent.Id, "agent.id", true, findings);
            if (agent.FunctionCode is not ("2" or "3"))
                findings.Error("SWV080", "agent.functionCode", "Say how the agent acts: 2 in the name of another (direct), 3 in its own name for another (indirect).");
        }

        if (declaration.Consignment is { } consignment) OfConsignment(consignment, findings);
        if (declaration.GoodsShipment is { } shipment) OfShipment(shipment, type.Direction == Direction.Import, findings);
        for (var i = 0; i < subject.Items.Count; i++) OfItem(subject.Items[i], Findings.Item(i), findings);
    }

    private static void OfConsignment(Consignment consignment, Findings findings)
    {
        if (consignment.Carrier is { } carrier) Party(carrier.Id, carrier.Name, carrier.Address, "consignment.carrier", findings);
        if (consignment.Consignor is { } consignor) Party(consignor.Id, consignor.Name, consignor.Address, "consignment.consignor", findings);
        for (var i = 0; i < consignment.ConsignmentItem.Count; i++)
            if (consignment.ConsignmentItem[i].Consignor is { } from) Party(from.Id, from.Name, from.Address, $"consignment.consignmentItem[{i}].consignor", findings);
    }

    private static void OfShipment(GoodsShipment shipment, bool isImport, Findings findings)
    {
        const string Path = "goodsShipment";
        if (shipment.Importer is { } importer) Party(importer.Id, importer.Name, importer.Address, $"{Path}.importer", findings, isImport);
        if (shipment.Consignee is { } consignee) Party(consignee.Id, consignee.Name, consignee.Address, $"{Path}.consignee", findings);
        if (shipment.Consignor is { } consignor) Party(consignor.Id, consignor.Name, consignor.Address, $"{Path}.consignor", findings);
        if (shipment.Buyer is { } buyer) Party(buyer.Id, buyer.Name, buyer.Address, $"{Path}.buyer", findings);
        if (shipment.Seller is { } seller) Party(seller.Id, seller.Name, seller.Address, $"{Path}.seller", findings);
        if (shipment.Payer is { } payer) Party(payer.Id, payer.Name, payer.Address, $"{Path}.payer", findings);
        if (shipment.Surety is { } surety) Party(surety.Id, surety.Name, surety.Address, $"{Path}.surety", findings);
    }

    private static void OfItem(GovernmentAgencyGoodsItem item, string path, Findings findings)
    {
        if (item.Consignee is { } to) Party(to.Id, to.Name, to.Address, $"{path}.consignee", findings);
        if (item.Consignor is { } from) Party(from.Id, from.Name, from.Address, $"{path}.consignor", findings);
        if (item.Buyer is { } by) Party(by.Id, by.Name, by.Address, $"{path}.buyer", findings);
        if (item.Seller is { } of) Party(of.Id, of.Name, of.Address, $"{path}.seller", findings);
        // Who made the goods is often known by less than name and address.
        if (item.Manufacturer is { } maker) Number(maker.Id, $"{path}.manufacturer.id", false, findings);
        if (item.Producer is { } producer) Number(producer.Id, $"{path}.producer.id", false, findings);
        if (item.Grower is { } grower) Number(grower.Id, $"{path}.grower.id", false, findings);
        if (item.Processor is { } processor) Number(processor.Id, $"{path}.processor.id", false, findings);
    }

    private static void Party(string id, string name, Address? address, string path, Findings findings, bool known = false)
    {
        Number(id, $"{path}.id", known, findings);
        if (id.Length > 0) return;
        if (address?.Equals(Empty) == true) address = null;
        if (name.Length == 0 && address is null)
        {
            findings.Error("SWV081", $"{path}.id", "Give the identification number of the party, or its name and address.");
            return;
        }
        Needs(name, "name", "Give the name of the party, or its identification number.");
        if (address is null)
        {
            findings.Error("SWV081", $"{path}.address", "Give the address of the party, or its identification number.");
            return;
        }
        Needs(address.Line, "address.line", "Give street and number, or the identification number of the party.");
        Needs(address.CityName, "address.cityName", "Give the town, or the identification number of the party.");
        Needs(address.CountryCode, "address.countryCode", "Give the country, or the identification number of the party.");

        void Needs(string value, string below, string message)
        {
            if (value.Length == 0) findings.Error("SWV081", $"{path}.{below}", message);
        }
    }

    // Who is answerable here must be known here; a partner abroad may have a number of another form.
    private static void Number(string id, string path, bool known, Findings findings)
    {
        if (id.Length == 0 || TraderId.IsValid(id)) return;
        var message = $"{id} is no identification number of a trader: it begins with the country and has up to 15 more characters, as in FI1234567-8.";
        if (known) findings.Error("SWV072", path, message);
        else findings.Warning("SWV072", path, message);
    }
}
