// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Identifiers;
using Google.Protobuf.Collections;

namespace Cbm.Declarations.Validation;

/// <summary>Containers are named once, with a number that checks, and each seal has a number.</summary>
internal static class Equipment
{
    private const string Path = "goodsShipment.consignment";
    private const string List = $"{Path}.transportEquipment";

    public static void Check(Subject subject, Findings findings)
    {
        if (subject.Declaration.GoodsShipment?.Consignment is not { } consignment) return;
        if (consignment.ContainerCode is not ("" or "0" or "1"))
            findings.Error("SWV082", $"{Path}.containerCode", $"{consignment.ContainerCode} is no answer: 1 in containers, 0 not.");

        var named = new HashSet<string>(StringComparer.Ordinal);
        // A container of a wrong number, or of none, may be the one that the goods are in.
        var certain = !findings.IsUnread(List);
        for (var i = 0; i < consignment.TransportEquipment.Count; i++)
        {
            var id = consignment.TransportEquipment[i].Id;
            if (id.Length > 0 && !named.Add(id))
                findings.Error("SWV083", $"{List}[{i}].id", $"Container {id} is named twice: name it once.");
            certain &= id.Length > 0 && Checks(id, i, subject.Type.Direction, findings);
            Seals(consignment.TransportEquipment[i].Seal, i, findings);
        }
        if (certain && named.Count > 0) Goods(subject, named, findings);
    }

    private static bool Checks(string id, int at, Direction? direction, Findings findings)
    {
        if (!ContainerNumber.HasShape(id) || ContainerNumber.IsValid(id)) return true;
        var message = $"The check digit of container {id} does not fit (ISO 6346): correct the number.";
        // At export the container may still be a planned one; at import it has arrived, or is on a manifest.
        if (direction is null or Direction.Export) findings.Warning("SWV071", $"{List}[{at}].id", message);
        else findings.Error("SWV071", $"{List}[{at}].id", message);
        return false;
    }

    private static void Seals(RepeatedField<Seal> seals, int at, Findings findings)
    {
        for (var i = 0; i < seals.Count; i++)
            if (seals[i].Id.Length == 0)
                findings.Error("SWV084", $"{List}[{at}].seal[{i}].id", "Give the number of the seal.");
    }

    private static void Goods(Subject subject, HashSet<string> named, Findings findings)
    {
        for (var i = 0; i < subject.Items.Count; i++)
        {
            if (subject.Items[i].Commodity is not { } commodity) continue;
            for (var j = 0; j < commodity.TransportEquipment.Count; j++)
                if (commodity.TransportEquipment[j].Id is { Length: > 0 } id && !named.Contains(id))
                    findings.Error("SWV085", $"{Findings.Item(i)}.commodity.transportEquipment[{j}].id", $"The goods are said to be in {id}, which the consignment does not name: correct the number.");
        }
    }
}
