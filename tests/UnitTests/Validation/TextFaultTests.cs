// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.Declarations.Validation;
using Xunit;

namespace Cbm.UnitTests.Validation;

/// <summary>Faults in the text of the show-case, before there is a tree: what cannot be read is one error, whatever else would follow from it.</summary>
public sealed class TextFaultTests
{
    private const string Item = "42A.67A.68A[1]";

    [Theory]
    [InlineData("<TypeCode>IMD<", "<TypeCode>IMDX<", "SWR004", "42A.D013")]
    [InlineData("<GrossMassMeasure unitCode=\"KGM\">2000<", "<GrossMassMeasure unitCode=\"KGM\">2,000<", "SWR006", $"{Item}.23A.65A.126")]
    [InlineData("<GrossMassMeasure unitCode=\"KGM\">2000<", "<GrossMassMeasure unitCode=\"KILOGRAMS\">2000<", "SWR004", $"{Item}.23A.65A.126")]
    [InlineData("<InvoiceAmount currencyID=\"EUR\">", "<InvoiceAmount currency=\"EUR\">", "SWR013", "42A.109")]
    [InlineData("<InvoiceAmount currencyID=\"EUR\">", "<InvoiceAmount currencyID=\"EURO\">", "SWR004", "42A.109")]
    [InlineData("<GoodsItemQuantity>4<", "<GoodsItemQuantity>four<", "SWR006", "42A.228")]
    [InlineData("<TypeCode>IMD</TypeCode>", "<TypeCod>IMD</TypeCod>", "SWR001", "42A")]
    [InlineData("<FunctionCode>9</FunctionCode>", "<FunctionCod>9</FunctionCod>", "SWR001", "42A")]
    public async Task In_xml(string right, string wrong, string code, string pointer)
    {
        Only(await ReadAsync(Broken(Xml(), right, wrong)), code, pointer);
    }

    [Theory]
    [InlineData("Declarant", "Declarent", "42A")]
    [InlineData("Consignment", "Consigment", "42A.67A")]
    [InlineData("ExportCountry", "ExportCuntry", "42A.67A")]
    [InlineData("Commodity", "Comodity", Item)]
    [InlineData("GoodsMeasure", "GoodsMeasur", $"{Item}.23A")]
    [InlineData("GovernmentProcedure", "GovernmentProcedur", Item)]
    [InlineData("Packaging", "Packagin", Item)]
    [InlineData("Classification", "Classificaton", $"{Item}.23A")]
    [InlineData("CurrentCode", "CurentCode", $"{Item}.70A[1]")]
    [InlineData("GovernmentAgencyGoodsItem", "GovernmentAgencyGoodsItm", "42A.67A")]
    public async Task In_xml_a_misspelt_element_is_not_missing_besides(string right, string wrong, string pointer)
    {
        var text = Xml();
        var from = text.IndexOf($"<{right}>", StringComparison.Ordinal);
        var to = text.IndexOf($"</{right}>", from, StringComparison.Ordinal);
        text = $"{text[..from]}<{wrong}>{text[(from + right.Length + 2)..to]}</{wrong}>{text[(to + right.Length + 3)..]}";
        Only(await ReadAsync(text), "SWR001", pointer);
    }

    [Theory]
    [InlineData("\"invoiceAmount\":{\"value\":\"73500\",\"currencyId\":\"EUR\"}", "\"invoiceAmount\":\"73500\"", "SWR003", "42A.109")]
    [InlineData("\"totalGrossMassMeasure\":{\"value\":\"12600\",\"unitCode\":\"KGM\"}", "\"totalGrossMassMeasure\":{\"value\":12.5}", "SWR003", "42A.131")]
    [InlineData("\"typeCode\":\"IMD\"", "\"typeCode\":7", "SWR003", "42A.D013")]
    [InlineData("\"functionalReferenceId\"", "\"functionalReferenceID\"", "SWR001", "42A")]
    public void In_json(string right, string wrong, string code, string pointer)
    {
        var text = Broken(Encoding.UTF8.GetString(JsonWriting.ToUtf8(Given.ShowCase)), right, wrong);
        Only(JsonReading.Read<Declaration>(Encoding.UTF8.GetBytes(text)), code, pointer);
    }

    [Theory]
    [InlineData("declarant", "42A.57B")]
    [InlineData("goodsShipment", "42A.67A")]
    [InlineData("goodsShipment.governmentAgencyGoodsItem", "42A.67A.68A")]
    [InlineData("goodsShipment.consignment", "42A.67A.28A")]
    [InlineData("goodsShipment.importer", "42A.67A.74A")]
    public void In_json_a_part_of_another_kind(string path, string pointer)
    {
        var tree = System.Text.Json.Nodes.JsonNode.Parse(JsonWriting.ToUtf8(Given.ShowCase))!;
        var steps = path.Split('.');
        var above = steps[..^1].Aggregate(tree, (node, step) => node[step]!);
        above[steps[^1]] = "x";
        Only(JsonReading.Read<Declaration>(Encoding.UTF8.GetBytes(tree.ToJsonString())), "SWR003", pointer);
    }

    private static string Xml()
    {
        using var stream = new MemoryStream();
        XmlWriting.Write(stream, Given.ShowCase, "XX");
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static async Task<Reading<Declaration>> ReadAsync(string xml)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        return await XmlReading.ReadDeclarationAsync(stream, XmlLimits.Default, CancellationToken.None);
    }

    // Where it stands first.
    private static string Broken(string text, string right, string wrong)
    {
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, $"there is no {right}");
        return text[..at] + wrong + text[(at + right.Length)..];
    }

    private static void Only(Reading<Declaration> reading, string code, string pointer)
    {
        Assert.Null(reading.NotReadable);

        // Something would follow: the rules speak where nobody tells them what could not be read.
        Assert.NotEmpty(DeclarationValidation.Check(reading.Message!, Given.Finland).Errors);
        var (errors, _) = DeclarationValidation.Check(reading, Given.Finland);
        Assert.True(errors is [var only] && (only.Code, only.Pointer) == (code, pointer), $"expected {code} at {pointer}, found {string.Join("; ", errors)}");
    }
}
