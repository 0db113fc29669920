#!/usr/bin/env python3
"""Writes declaration.proto and response.proto from the WCO tree tables beside this script.

Run from anywhere: python3 contracts/tree/generate.py
One message per WCO class. Where a class stands at several places with different elements, the message
has them all and the field that holds it says which ones are missing there (wco_lacks).
Field numbers follow the order of the tables: append to a table, never insert, once a release is out.
"""
import csv
import re
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parent / "cbm" / "v1"
WORDS = ["AEO", "UCR", "UNDG", "LPCO"]


def snake(name):
    for word in WORDS:
        name = name.replace(word, word.capitalize())
    name = re.sub(r"(?<![A-Z])ID$|(?<=[a-z])ID$", "Id", name)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def read(*names):
    rows = []
    for name in names:
        with open(HERE / name, newline="") as file:
            rows += list(csv.DictReader(file))
    return rows


def value_type(name, fmt):
    if name.endswith("Amount"):
        return "Amount", "AMOUNT"
    if name.endswith(("Measure", "Quantity")):
        return "Quantity", "QUANTITY"
    if name.endswith("DateTime"):
        return "string", "DATE_TIME"
    if name.endswith("Numeric"):
        return ("string", "DECIMAL") if "," in fmt else ("optional int32", "INTEGER")
    if name.endswith("Code"):
        return "string", "CODE"
    return "string", "TEXT"


def classes(rows, root):
    """Class name -> {element name: row}, in the order of the tables, and the places of each class."""
    places = {root: {root: {}}}
    for row in rows:
        if "/" in row["path"]:
            parent, name = row["path"].rsplit("/", 1)
            places.setdefault(parent.rsplit("/", 1)[-1], {}).setdefault(parent, {})[name] = row
    shape = {}
    for name, found in places.items():
        # The fullest place gives the order of elements; what only others have comes before the next that they share.
        found = sorted(found.values(), key=len, reverse=True)
        order = []
        for elements in map(list, found):
            for at, element in enumerate(elements):
                if element not in order:
                    order.insert(next((order.index(e) for e in elements[at:] if e in order), len(order)), element)
        shape[name] = {e: next(elements[e] for elements in found if e in elements) for e in order}
    return shape, places


def lacks(shape, places, path, name):
    there = places.get(name, {}).get(path)
    return [] if there is None else [e for e in shape[name] if e not in there]


def message(name, rename, shape, places, ids):
    wco = ids[name]
    lines = [f"// {name}, WCO class {wco}.", f"message {rename(name)} {{", f'  option (wco_class) = "{wco}";']
    for number, (element, row) in enumerate(shape[name].items(), 1):
        options = [] if row["wco_id"] == "?" else [f'(wco_id) = "{row["wco_id"]}"']
        if not wire_name_is_plain(element):
            options.append(f'(wco_name) = "{element}"')
        if row["kind"] == "class":
            type_name = rename(element)
            # Where the class itself stands at several places, what one of them has is not called missing.
            missing = sorted(set.intersection(*(set(lacks(shape, places, f"{p}/{element}", element))
                                              for p in places[name] if element in places[name][p])))
            options += [f'(wco_lacks) = "{e}"' for e in missing]
        else:
            type_name, value = value_type(element, row["format"])
            options += [f"(wco_value) = WCO_VALUE_{value}", f'(wco_format) = "{row["format"]}"']
        low, high = row["occurs"].split("..")
        label = "" if high == "1" else "repeated "
        if high not in ("1", "n"):
            options.append(f"(wco_most) = {high}")
        if low == "1" and row["kind"] == "attribute":
            options.append("(wco_required) = true")
        lines.append(f"  {label}{type_name} {snake(element)} = {number} [{', '.join(options)}];")
    return "\n".join(lines + ["}"])


def wire_name_is_plain(element):
    return "".join(part.capitalize() for part in snake(element).split("_")) == element


def write(file, root, rows, taken=()):
    shape, places = classes(rows, root)
    ids = {r["path"].rsplit("/", 1)[-1]: r["wco_id"] for r in rows if r["kind"] == "class"}
    rename = lambda n: "Response" + n if n in taken and n != "Response" else n
    head = [
        "// Written by contracts/tree/generate.py from the tables beside it. Do not edit.",
        "// SPDX-License-Identifier: Apache-2.0",
        'syntax = "proto3";', "", "package cbm.v1;", "",
        'option csharp_namespace = "Cbm.Contracts";', "", 'import "cbm/v1/wco.proto";', ""]
    body = [message(n, rename, shape, places, ids) for n in shape]
    (OUT / file).write_text("\n".join(head) + "\n" + "\n\n".join(body) + "\n")
    return list(shape)


def tree(table, root):
    return [row for row in read(table, "extensions.csv") if row["path"].split("/")[0] == root]


declared = write("declaration.proto", "Declaration", tree("wco-dec-tree.csv", "Declaration"))
write("response.proto", "Response", tree("wco-res-tree.csv", "Response"), taken=declared)
