// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Identifiers;

namespace Cbm.Declarations.Validation;

/// <summary>Parties are known by an identification number of the right form, or by name and whole address; an agent says for whom it acts.</summary>
internal static class Parties
{
    public static void Check(Subject subject, Findings findings)
    {
        var (declaration, type, _) = subject;
        var shipment = declaration.GoodsShipment;

        if (declaration.Declarant is { } declarant) Number(declarant.Id, "declarant.id", known: true);
        if (declaration.Exporter is { } exporter) Party(exporter.Id, exporter.Name, exporter.Address, "exporter", known: type.Direction == Direction.Export);
        if (shipment?.Importer is { } importer) Party(importer.Id, importer.Name, importer.Address, "goodsShipment.importer", known: type.Direction == Direction.Import);
        if (shipment?.Consignee is { } consignee) Party(consignee.Id, consignee.Name, consignee.Address, "goodsShipment.consignee");
        if (shipment?.Consignor is { } consignor) Party(consignor.Id, consignor.Name, consignor.Address, "goodsShipment.consignor");
        if (shipment?.Buyer is { } buyer) Party(buyer.Id, buyer.Name, buyer.Address, "goodsShipment.buyer");
        if (shipment?.Seller is { } seller) Party(seller.Id, seller.Name, seller.Address, "goodsShipment.seller");
        if (declaration.Consignment?.Carrier is { } carrier) Party(carrier.Id, carrier.Name, carrier.Address, "consignment.carrier");
        if (declaration.Submitter is { } submitter) Number(submitter.Id, "submitter.id", known: false);
        for (var i = 0; i < declaration.AuthorisationHolder.Count; i++)
            Number(declaration.AuthorisationHolder[i].Id, $"authorisationHolder[{i}].id", known: true);

        // An agent may be the declarant itself, and then only says how it acts.
        if (declaration.Agent is { } agent)
        {
            Number(agent.Id, "agent.id", known: true);
            if (agent.FunctionCode is not ("2" or "3"))
                findings.Error("SWV080", "agent.functionCode", "Say how the agent acts: 2 in the name of another (direct), 3 in its own name for another (indirect).");
        }

        for (var i = 0; i < subject.Items.Count; i++)
        {
            var item = subject.Items[i];
            if (item.Consignee is { } to) Party(to.Id, to.Name, to.Address, $"{Findings.Item(i)}.consignee");
            if (item.Consignor is { } from) Party(from.Id, from.Name, from.Address, $"{Findings.Item(i)}.consignor");
            if (item.Buyer is { } by) Party(by.Id, by.Name, by.Address, $"{Findings.Item(i)}.buyer");
            if (item.Seller is { } of) Party(of.Id, of.Name, of.Address, $"{Findings.Item(i)}.seller");
        }

        void Party(string id, string name, Address? address, string path, bool known = false)
        {
            Number(id, $"{path}.id", known);
            if (id.Length > 0) return;
            Needs(name, $"{path}.name", "Give the name of the party, or its identification number.");
            if (address is null)
            {
                findings.Error("SWV081", $"{path}.address", "Give the address of the party, or its identification number.");
                return;
            }
            Needs(address.Line, $"{path}.address.line", "Give street and number, or the identification number of the party.");
            Needs(address.CityName, $"{path}.address.cityName", "Give the town, or the identification number of the party.");
            Needs(address.CountryCode, $"{path}.address.countryCode", "Give the country, or the identification number of the party.");
        }

        void Needs(string value, string path, string message)
        {
            if (value.Length == 0) findings.Error("SWV081", path, message);
        }

        // Who is answerable here must be known here; a partner abroad may have a number of another form.
        void Number(string id, string path, bool known)
        {
            if (id.Length == 0 || TraderId.IsValid(id)) return;
            var message = $"{id} is no identification number of a trader: it begins with the country and has up to 15 more characters, as in FI1234567-8.";
            if (known) findings.Error("SWV072", path, message);
            else findings.Warning("SWV072", path, message);
        }
    }
}
