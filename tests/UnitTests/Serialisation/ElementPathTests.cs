// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Xunit;

namespace Cbm.UnitTests.Serialisation;

public class ElementPathTests
{
    [Theory]
    [InlineData("", "42A")]
    [InlineData("functionalReferenceId", "42A.D026")]
    [InlineData("goodsShipment.governmentAgencyGoodsItem[1].additionalDocument[0].id", "42A.67A.68A[2].02A[1].D005")]
    [InlineData("goodsShipment.governmentAgencyGoodsItem", "42A.67A.68A")]
    [InlineData("goodsShipment.ucr.traderAssignedReferenceId", "42A.67A.35B.009")]
    [InlineData("goodsShipment.governmentAgencyGoodsItem[0].aeoMutualRecognitionParty[2].id", "42A.67A.68A[1].16C[3].R143")]
    [InlineData("goodsShipment.governmentAgencyGoodsItem[0].manufacturer.name", "42A.67A.68A[1].86A")]
    [InlineData("goodsShipment.governmentAgencyGoodsItem[0].commodity.dangerousGoods[0].undgId", "42A.67A.68A[1].23A.12C[1].506")]
    [InlineData("totalGrossMassMeasure.unitCode", "42A.131")]
    public void A_path_is_a_pointer_and_a_json_path(string path, string pointer)
    {
        var element = ElementPath.Of(Declaration.Descriptor, path);

        Assert.Equal(pointer, element.ToPointer());
        Assert.Equal(path, element.ToJsonPath());
    }

    [Fact]
    public void A_path_is_built_by_field_number()
    {
        var path = ElementPath.Root(Declaration.Descriptor)
            .Child(Declaration.GoodsShipmentFieldNumber)
            .Child(GoodsShipment.GovernmentAgencyGoodsItemFieldNumber, 3)
            .Child(GovernmentAgencyGoodsItem.CommodityFieldNumber);

        Assert.Equal("goodsShipment.governmentAgencyGoodsItem[3].commodity", path.ToJsonPath());
    }

    [Fact]
    public void Outside_the_tree_there_is_no_pointer()
    {
        var fault = ElementPath.Of(DecideRequest.Descriptor, "controls[1].item").Fault("SWR003", "x");

        Assert.Equal(("", "controls[1].item"), (fault.Pointer, fault.Path));
    }

    [Fact]
    public void A_name_that_the_tree_lacks_is_refused()
        => Assert.Throws<ArgumentException>(() => ElementPath.Of(Declaration.Descriptor, "goodsShipment.goodsItem"));
}
