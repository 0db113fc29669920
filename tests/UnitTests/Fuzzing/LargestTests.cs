// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.Fuzzing;
using Xunit;

namespace Cbm.UnitTests.Fuzzing;

public sealed class LargestTests
{
    [Fact]
    public void A_declaration_of_9999_goods_items_is_read_in_memory_of_its_own_size()
    {
        var declaration = JsonNode.Parse(Corpus.ShowCase)!;
        var items = declaration["goodsShipment"]!["governmentAgencyGoodsItem"]!.AsArray();
        var one = items[0]!.ToJsonString();
        items.Clear();
        for (var number = 1; number <= 9999; number++)
        {
            var item = JsonNode.Parse(one)!;
            item["sequenceNumeric"] = number;
            items.Add(item);
        }

        var json = Encoding.UTF8.GetBytes(declaration.ToJsonString());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = JsonReading.Read<Declaration>(json);
        var used = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(reading.IsClean, string.Join('\n', reading.Faults.Take(3)));
        Assert.Equal(9999, reading.Message!.GoodsShipment.GovernmentAgencyGoodsItem.Count);
        Assert.InRange(used, 0, 10L * json.Length);
    }
}
