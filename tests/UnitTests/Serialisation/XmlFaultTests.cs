// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Xunit;

namespace Cbm.UnitTests.Serialisation;

public class XmlFaultTests
{
    private const string Dec = "urn:wco:datamodel:WCO:DEC-DMS:2";

    /// <summary>Elements of a declaration after its function code, and the one fault they must give.</summary>
    [Theory]
    [InlineData("<TypeCod>IM</TypeCod>", "SWR001", "42A", "typeCod")]
    [InlineData("<Agent><Nme><Deep/>text</Nme></Agent>", "SWR001", "42A.05A", "agent.nme")]
    [InlineData("<typeCode>IM</typeCode>", "SWR001", "42A", "typeCode")]
    [InlineData("<x:TypeCode xmlns:x='urn:wco:datamodel:WCO:RES-DMS:2'>IM</x:TypeCode>", "SWR001", "42A", "typeCode")]
    [InlineData("<IssueDateTime><DateTimeString format='102'>20250228</DateTimeString></IssueDateTime>", "SWR013", "42A.D011", "issueDateTime.format")]
    [InlineData("<Consignment><Itinerary><SequenceNumric>1</SequenceNumric></Itinerary></Consignment>", "SWR001", "42A.28A.81A[1]", "consignment.itinerary[0].sequenceNumric")]
    [InlineData("<x:TypeCode xmlns:x='urn:other'>IM</x:TypeCode>", "SWR001", "42A", "typeCode")]
    [InlineData("<TypeCode>IM</TypeCode><TypeCode>IM</TypeCode>", "SWR002", "42A.D013", "typeCode")]
    [InlineData("<Agent/><Agent><ID>1</ID></Agent>", "SWR002", "42A.05A", "agent")]
    [InlineData("<TypeCode><Code>IM</Code></TypeCode>", "SWR003", "42A.D013", "typeCode")]
    [InlineData("<TypeCode>IMAX</TypeCode>", "SWR004", "42A.D013", "typeCode")]
    [InlineData("<GoodsShipment><Destination><CountryCode>F1</CountryCode></Destination></GoodsShipment>", "SWR005", "42A.67A.99B.465", "goodsShipment.destination.countryCode")]
    [InlineData("<InvoiceAmount currencyID='EURO'>1</InvoiceAmount>", "SWR004", "42A.109", "invoiceAmount.currencyId")]
    [InlineData("<TotalGrossMassMeasure>1,5</TotalGrossMassMeasure>", "SWR006", "42A.131", "totalGrossMassMeasure.value")]
    [InlineData("<TotalGrossMassMeasure>1e5</TotalGrossMassMeasure>", "SWR006", "42A.131", "totalGrossMassMeasure.value")]
    [InlineData("<TotalGrossMassMeasure unitCode='KGM'/>", "SWR010", "42A.131", "totalGrossMassMeasure.value")]
    [InlineData("<IssueDateTime><DateTimeString formatCode='304'>20250230000000Z</DateTimeString></IssueDateTime>", "SWR007", "42A.D011", "issueDateTime")]
    [InlineData("<IssueDateTime><DateTimeString formatCode='304'>20250228000000</DateTimeString></IssueDateTime>", "SWR007", "42A.D011", "issueDateTime")]
    [InlineData("<IssueDateTime><DateTimeString>20250228</DateTimeString></IssueDateTime>", "SWR007", "42A.D011", "issueDateTime")]
    [InlineData("<IssueDateTime><DateTimeString formatCode='203'>202502281200</DateTimeString></IssueDateTime>", "SWR007", "42A.D011", "issueDateTime")]
    [InlineData("<AdditionalDocument/><AdditionalDocument><Name>b</Name></AdditionalDocument>", "SWR008", "42A.02A[2].D028", "additionalDocument[1].name")]
    [InlineData("<Consignment><Itinerary/></Consignment>", "SWR010", "42A.28A.81A[1].006", "consignment.itinerary[0].sequenceNumeric")]
    [InlineData("<Consignment><Itinerary><SequenceNumeric>x</SequenceNumeric></Itinerary></Consignment>", "SWR011", "42A.28A.81A[1].006", "consignment.itinerary[0].sequenceNumeric")]
    [InlineData("<TypeCode listID='x'>IM</TypeCode>", "SWR013", "42A.D013", "typeCode.listID")]
    [InlineData("<Agent role='x'/>", "SWR013", "42A.05A", "agent.role")]
    [InlineData("<TotalGrossMassMeasure currencyID='EUR'>1</TotalGrossMassMeasure>", "SWR013", "42A.131", "totalGrossMassMeasure.currencyID")]
    [InlineData("<Agent>stray<ID>1</ID>stray</Agent>", "SWR014", "42A.05A", "agent")]
    public async Task One_thing_wrong_is_one_fault_at_its_place_and_line(string elements, string code, string pointer, string path)
    {
        var reading = await Read($"<Declaration xmlns='{Dec}'>\n<FunctionCode>9</FunctionCode>\n{elements}\n</Declaration>");

        Assert.Null(reading.NotReadable);
        var fault = Assert.Single(reading.Faults);
        Assert.Equal((code, pointer, path), (fault.Code, fault.Pointer, fault.Path));
        Assert.EndsWith("(line 3)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_stand_so_many_times_may_not_stand_more()
    {
        var items = string.Concat(Enumerable.Range(1, 1003).Select(n => $"<ConsignmentItem><SequenceNumeric>{n}</SequenceNumeric></ConsignmentItem>"));
        var reading = await Read($"<Declaration><FunctionCode>9</FunctionCode><Consignment>{items}</Consignment></Declaration>");
        Assert.Equal(("SWR009", "consignment.consignmentItem"), (Assert.Single(reading.Faults).Code, reading.Faults[0].Path));
    }

    [Theory]
    [InlineData("304", "20191113172216Z", "2019-11-13T17:22:16Z")]
    [InlineData("304", "20191113172216+01", "2019-11-13T17:22:16+01:00")]
    [InlineData("304", "20191113172216-0330", "2019-11-13T17:22:16-03:30")]
    [InlineData("304", "20191113172216+01:00", "2019-11-13T17:22:16+01:00")]
    [InlineData("102", " 20191113 ", "2019-11-13")]
    public async Task A_date_time_string_becomes_rfc_3339(string format, string text, string time)
    {
        var inside = await Read($"<Declaration><FunctionCode>9</FunctionCode><IssueDateTime><DateTimeString formatCode='{format}'>{text}</DateTimeString></IssueDateTime></Declaration>");
        var direct = await Read($"<Declaration><FunctionCode>9</FunctionCode><IssueDateTime formatCode='{format}'>{text}</IssueDateTime></Declaration>");
        Assert.Equal((time, time, true), (inside.Message!.IssueDateTime, direct.Message!.IssueDateTime, inside.IsClean && direct.IsClean));
    }

    [Fact]
    public async Task White_space_comments_and_cdata_around_a_text_do_not_change_it()
    {
        var reading = await Read("<Declaration><FunctionCode>\n <!-- nine --> 9 </FunctionCode><FunctionalReferenceID><![CDATA[A&]]>B<!-- -->C</FunctionalReferenceID></Declaration>");
        Assert.True(reading.IsClean);
        Assert.Equal(("9", "A&BC"), (reading.Message!.FunctionCode, reading.Message.FunctionalReferenceId));
    }

    [Fact]
    public async Task A_wrapper_that_publishes_a_declaration_again_may_add_its_own()
    {
        var reading = await Read("""
            <w:Report xmlns:w="http://example.org/report"><w:ID>1</w:ID><w:Declaration w:at="x"><w:FunctionCode>9</w:FunctionCode><w:ProcedureCategory>H8</w:ProcedureCategory>
            <w:AdditionalDocument><w:SequenceNumeric>1</w:SequenceNumeric><w:ID>A</w:ID></w:AdditionalDocument></w:Declaration></w:Report>
            """);
        Assert.True(reading.IsClean, reading.NotReadable);
        Assert.Equal(["at", "procedureCategory", "additionalDocument[0].sequenceNumeric"], reading.Warnings.Select(w => w.Path));
        Assert.Equal("A", reading.Message!.AdditionalDocument[0].Id);
    }

    [Theory]
    [InlineData("TypeCod", "TypeCode")]
    [InlineData("typecode", "TypeCode")]
    [InlineData("Id", "ID")]
    [InlineData("GodsShipmnt", "GoodsShipment")]
    [InlineData("Exportr", "Exporter")]
    public async Task A_name_that_is_nearly_one_is_told_which(string misspelt, string meant)
    {
        var reading = await Read($"<Declaration><FunctionCode>9</FunctionCode><{misspelt}>x</{misspelt}></Declaration>");
        Assert.StartsWith($"Did you mean {meant}?", Assert.Single(reading.Faults).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("<Declaration>")]
    [InlineData("<Declaration><FunctionCode>9</Function></Declaration>")]
    [InlineData("<Declaration/><Declaration/>")]
    [InlineData("<All><Declaration/><Declaration/></All>")]
    [InlineData("<Wrapper/>")]
    [InlineData("<Response><Declaration><FunctionCode>9</FunctionCode></Declaration></Response>")]
    [InlineData("<MetaData><Response/></MetaData>")]
    [InlineData("<w:Declaration xmlns:w='http://example.org'><w:ID>1</w:ID></w:Declaration>")]
    [InlineData("<Declaration>&nbsp;</Declaration>")]
    [InlineData("<Declaration xmlns='urn:wco:datamodel:WCO:RES-DMS:2'><FunctionCode>9</FunctionCode></Declaration>")]
    [InlineData("<Declaration xmlns='urn:wco:datamodel:XX:SW-RES:1'><FunctionCode>9</FunctionCode></Declaration>")]
    [InlineData("<Declaration xmlns='urn:wco:datamodel:WCO:DocumentMetaData-DMS:2'><FunctionCode>9</FunctionCode></Declaration>")]
    [InlineData("<MetaData xmlns='urn:wco:datamodel:WCO:DocumentMetaData-DMS:2'><Declaration><FunctionCode>9</FunctionCode></Declaration></MetaData>")]
    [InlineData("<Declaration xmlns='http://example.org'><FunctionCode>9</FunctionCode></Declaration>")]
    [InlineData("<MetaData xmlns='http://example.org'><Declaration><FunctionCode>9</FunctionCode></Declaration></MetaData>")]
    [InlineData("<MetaData xmlns='urn:wco:datamodel:WCO:DocumentMetaData-DMS:2'><Declaration xmlns='urn:wco:datamodl:WCO:DEC-DMS:2'><FunctionCode>9</FunctionCode></Declaration></MetaData>")]
    [InlineData("<?xml version='1.0' encoding='nonsense-8'?><Declaration/>")]
    public async Task What_is_no_single_declaration_is_not_readable(string xml)
    {
        var reading = await Read(xml);
        Assert.NotNull(reading.NotReadable);
        Assert.Null(reading.Message);
    }

    internal static Task<Reading<Declaration>> Read(string xml, XmlLimits? limits = null) =>
        XmlReading.ReadDeclarationAsync(new MemoryStream(Encoding.UTF8.GetBytes(xml)), limits ?? XmlLimits.Default, CancellationToken.None);
}
