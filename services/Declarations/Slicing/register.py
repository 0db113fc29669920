#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes slices.csv, the window's register of who sees what, element by element.

Run from anywhere: python3 services/Declarations/Slicing/register.py
It spreads the data groups of groups.csv over the elements of the WCO tree (contracts/tree). Where two groups fit an
element the stricter letter wins; an element of no group is Customs' alone. A row with a word under `when` holds besides
the element's own row for records of that kind, and can only make it stricter.
A new unit is a new column in groups.csv.
"""
import csv
from pathlib import Path

HERE = Path(__file__).parent
TREE = HERE.parents[2] / "contracts" / "tree"
STRICTER = "ROMBSQ-"  # from the freest letter to the strictest
D, S, I = "Declaration/", "Declaration/GoodsShipment/", "Declaration/GoodsShipment/GovernmentAgencyGoodsItem/"
C, G = I + "Commodity/", S + "Consignment/"


# Data group -> the elements, or whole classes (ending in /), that it is about; with ?word: only records of that kind.
# A group is about the place that its WCO id names: 42A.67A.30A is the consignor of the header and of no goods item.
PLACES = {
    "Declaration/ID (MRN)": [D + "ID"],
    "Declaration/FunctionalReferenceID (LRN)": [D + "FunctionalReferenceID"],
    "Declaration/FunctionCode": [D + "FunctionCode"],
    "Declaration/TypeCode": [D + "TypeCode"],
    "Declaration/AcceptanceDateTime": [D + "AcceptanceDateTime"],
    "Declaration/DeclarationOfficeID": [D + "DeclarationOfficeID"],
    "Declaration/InvoiceAmount": [D + "InvoiceAmount"],
    "Declaration/TotalGrossMassMeasure": [D + "TotalGrossMassMeasure"],
    "Declaration/TotalPackageQuantity": [D + "TotalPackageQuantity"],
    "Submitter": [D + "Submitter/"],
    "Declarant (name, id, contact)": [D + "Declarant/" + e for e in ("Name", "ID", "Contact/", "Communication/")],
    "Agent/FunctionCode": [D + "Agent/FunctionCode"],
    "Exporter (name, id, address)": [D + "Exporter/" + e for e in ("Name", "ID", "Address/")],
    "GoodsShipment/Importer": [S + "Importer/"],
    "GoodsShipment/Consignor": [S + "Consignor/"],
    "GoodsShipment/Consignee": [S + "Consignee/"],
    "GoodsShipment/Buyer,Seller": [S + "Buyer/", S + "Seller/"],
    "AEOMutualRecognitionParty": [S + "AEOMutualRecognitionParty/"],
    "ExportCountry/ID": [S + "ExportCountry/ID"],
    "Destination/CountryCode": [S + "Destination/CountryCode"],
    "Destination/RegionID": [S + "Destination/RegionID"],
    "TradeTerms (Incoterms)": [S + "TradeTerms/"],
    "UCR/ID": [S + "UCR/ID"],
    # The type of an id says what it is the id of, so it goes where the id goes.
    "BorderTransportMeans (mode, id, nationality)": [
        D + "BorderTransportMeans/" + e for e in ("ModeCode", "ID", "IdentificationTypeCode", "RegistrationNationalityCode")],
    "Consignment/ArrivalTransportMeans": [G + "ArrivalTransportMeans/"],
    "TransportEquipment/ID (container)": [G + "TransportEquipment/ID"],
    "TransportEquipment/Seal": [G + "TransportEquipment/Seal/"],
    "GoodsLocation": [G + "GoodsLocation/"],
    "ExaminationPlace": [G + "ExaminationPlace/"],
    "LoadingLocation, UnloadingLocation": [G + "LoadingLocation/", G + "UnloadingLocation/"],
    "Itinerary / RoutingCountryCode": [D + "Consignment/Itinerary/RoutingCountryCode"],
    "Item/SequenceNumeric": [I + "SequenceNumeric"],
    "Item/Commodity/Description": [C + "Description"],
    "Item/Commodity/Classification/ID": [C + "Classification/ID", C + "Classification/IdentificationTypeCode"],
    "Item/Commodity/DangerousGoods/UNDGID": [C + "DangerousGoods/UNDGID"],
    "Item/GoodsMeasure/GrossMass": [C + "GoodsMeasure/GrossMassMeasure"],
    "Item/GoodsMeasure/NetNetWeight": [C + "GoodsMeasure/NetNetWeightMeasure"],
    "Item/GoodsMeasure/TariffQuantity": [C + "GoodsMeasure/TariffQuantity"],
    "Item/InvoiceLine/ItemChargeAmount": [C + "InvoiceLine/ItemChargeAmount"],
    "Item/CustomsValueAmount": [I + "CustomsValueAmount"],
    "Item/StatisticalValueAmount": [I + "StatisticalValueAmount"],
    "Item/CustomsValuation": [I + "CustomsValuation/"],
    "Item/DutyTaxFee": [C + "DutyTaxFee/?other"],
    "Agency fee lines": [C + "DutyTaxFee/"],
    "Item/Origin/CountryCode": [I + "Origin/CountryCode"],
    "Item/Origin/RegionID (disease/pest zone)": [I + "Origin/RegionID"],
    "Item/GovernmentProcedure": [I + "GovernmentProcedure/"],
    "Item/Packaging (type, marks, number)": [I + "Packaging/" + e for e in ("TypeCode", "MarksNumbersID", "QuantityQuantity")],
    "Item/Packaging/PackingMaterialDescription": [I + "Packaging/PackingMaterialDescription"],
    "Item/AdditionalDocument (LPCO) of own agency": [I + "AdditionalDocument/"],
    "Item/AdditionalDocument of other agencies": [I + "AdditionalDocument/?other"],
    "TransportContractDocument (bill of lading, air waybill)": [G + "TransportContractDocument/"],
    "Item/PreviousDocument": [I + "PreviousDocument/"],
    "Item/AdditionalInformation (statements)": [I + "AdditionalInformation/"],
    "IntendedUse code (330)": [C + "IntendedUseCode"],
    "Species scientific name, CITES source/purpose": [C + "Product/?species"],
    "Lot number, production/best-before dates (265,266)": [C + e for e in ("LotNumberID", "BestBeforeDateTime", "ExpiryDateTime")],
    "Establishment/approval number (08A)": [I + "ApprovedEstablishmentPlace/"],
    "Treatment / process (60B)": [I + "CommodityProcess/"],
    "Storage & transport temperature (321)": [C + "Temperature/"],
    "Manufacturer, brand, model (86A)": [I + "Manufacturer/", C + "Product/"],
    "Grower / Producer (72A/01B)": [I + "Grower/", I + "Producer/"],
    "Test reports, technical file references": [I + "AdditionalDocument/?testReport"],
    "Person-identifying data of private addressee": [
        *[S + "Consignee/" + e + "?private" for e in ("Name", "Address/")],
        *[S + "Importer/" + e + "?private" for e in ("Name", "Address/", "Contact/", "Communication/")]],
}
COMPUTED = "computed"  # groups that are no element of the tree: they never reach a slice
REST = "everything else of the tree"


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def fits(place, element):
    return element.startswith(place) if place.endswith("/") else element == place


def main():
    groups = read(HERE / "groups.csv")
    units = [column for column in groups[0] if column not in ("data_element", "wco_id")]
    letters = {g["data_element"]: [g[u] for u in units] for g in groups if g["wco_id"] != COMPUTED}
    if set(letters) != set(PLACES) | {REST}:
        raise SystemExit(f"groups.csv and PLACES differ: {sorted(set(letters) ^ (set(PLACES) | {REST}))}")
    tree = read(TREE / "wco-dec-tree.csv") + read(TREE / "extensions.csv")
    elements = [r["path"] for r in tree if r["kind"] == "attribute" and r["path"].startswith(D)]
    # One message serves every Consignor, so the contract lets this element stand where the table has it not.
    elements += [place + "Consignor/Address/TypeCode" for place in (S, I)]
    rows, used = {}, set()
    for element in elements:
        for group, places in PLACES.items():
            for place in places:
                where, _, when = place.partition("?")
                if fits(where, element):
                    used.add(place)
                    old = rows.get((element, when), letters[group])
                    rows[element, when] = [max(a, b, key=STRICTER.index) for a, b in zip(old, letters[group])]
        rows.setdefault((element, ""), letters[REST])
    if unused := {p for places in PLACES.values() for p in places} - used:
        raise SystemExit(f"no element fits {sorted(unused)}")
    with open(HERE / "slices.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["path", "when", *units])
        for element in elements:
            for (path, when), found in sorted(r for r in rows.items() if r[0][0] == element):
                out.writerow([path, when, *found])


main()
