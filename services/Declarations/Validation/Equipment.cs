// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Identifiers;

namespace Cbm.Declarations.Validation;

/// <summary>Containers are named once, with a number that checks, and each seal has a number.</summary>
internal static class Equipment
{
    private const string Path = "goodsShipment.consignment";

    public static void Check(Subject subject, Findings findings)
    {
        if (subject.Declaration.GoodsShipment?.Consignment is not { } consignment) return;
        if (consignment.ContainerCode is not ("" or "0" or "1"))
            findings.Error("SWV082", $"{Path}.containerCode", $"{consignment.ContainerCode} is no answer: 1 in containers, 0 not.");

        var named = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < consignment.TransportEquipment.Count; i++)
        {
            var equipment = consignment.TransportEquipment[i];
            var id = equipment.Id;
            if (id.Length > 0 && !named.Add(id))
                findings.Error("SWV083", $"{Path}.transportEquipment[{i}].id", $"Container {id} is named twice: name it once.");
            if (ContainerNumber.HasShape(id) && !ContainerNumber.IsValid(id))
            {
                var message = $"The check digit of container {id} does not fit (ISO 6346): correct the number.";
                // At export the container may still be a planned one; at import it has arrived, or is on a manifest.
                if (subject.Type.Direction == Direction.Export) findings.Warning("SWV071", $"{Path}.transportEquipment[{i}].id", message);
                else findings.Error("SWV071", $"{Path}.transportEquipment[{i}].id", message);
            }
            for (var j = 0; j < equipment.Seal.Count; j++)
                if (equipment.Seal[j].Id.Length == 0)
                    findings.Error("SWV084", $"{Path}.transportEquipment[{i}].seal[{j}].id", "Give the number of the seal.");
        }

        if (named.Count == 0) return;
        for (var i = 0; i < subject.Items.Count; i++)
        {
            if (subject.Items[i].Commodity is not { } commodity) continue;
            for (var j = 0; j < commodity.TransportEquipment.Count; j++)
                if (commodity.TransportEquipment[j].Id is { Length: > 0 } id && !named.Contains(id))
                    findings.Error("SWV085", $"{Findings.Item(i)}.commodity.transportEquipment[{j}].id", $"The goods are said to be in {id}, which the consignment does not name: correct the number.");
        }
    }
}
