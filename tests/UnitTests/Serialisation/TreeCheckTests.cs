// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.TestKit;
using CsCheck;
using Xunit;

namespace Cbm.UnitTests.Serialisation;

public class TreeCheckTests
{
    [Fact]
    public void A_valid_tree_has_no_fault()
        => Gen.Int.Sample(seed => TreeCheck.Faults(RandomDeclarations.Full(seed)).Count == 0, iter: 20);

    [Fact]
    public void What_came_as_protobuf_gives_the_faults_that_json_gives()
    {
        var wrong = new Declaration
        {
            FunctionCode = "9",
            TypeCode = "IMAX",
            IssueDateTime = "yesterday",
            TotalGrossMassMeasure = new Quantity { Value = "1e3" },
            InvoiceAmount = new Amount { CurrencyId = "EUR" },
            Submitter = new Submitter { RoleCode = "A" },
            Declarant = new Declarant { Name = "a\u0001" },
            Consignment = new Consignment { Itinerary = { new Itinerary(), new Itinerary { SequenceNumeric = -1 } } },
        };

        var faults = TreeCheck.Faults(wrong);

        Assert.Equal(
            ["SWR004 42A.D013", "SWR006 42A.131", "SWR007 42A.D011", "SWR008 42A.17B.R005", "SWR010 42A.109", "SWR010 42A.28A.81A[1].006", "SWR011 42A.28A.81A[2].006", "SWR015 42A.57B.R124"],
            faults.Select(f => $"{f.Code} {f.Pointer}").Order(StringComparer.Ordinal));
    }
}
