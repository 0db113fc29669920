// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>Declarations and reports that tests begin with.</summary>
internal static class Given
{
    private static readonly byte[] Sample = ReadSample();

    private static int _lodged;

    /// <summary>The show-case under an LRN of its own.</summary>
    public static JsonObject ShowCase(string? lrn = null)
    {
        var declaration = JsonNode.Parse(Sample)!.AsObject();
        declaration["functionalReferenceId"] = lrn ?? $"LRN-{Interlocked.Increment(ref _lodged)}";
        return declaration;
    }

    /// <summary>The notice that its goods are there.</summary>
    public static JsonObject Arrival() => new() { ["place"] = "FIHEL", ["transportDocument"] = "NSLFEL26041188" };

    /// <summary>Its first goods item alone, orchids: a matter of Customs and Plant Health.</summary>
    public static JsonObject Orchids(string? lrn = null)
    {
        var declaration = ShowCase(lrn);
        var items = Items(declaration);
        while (items.Count > 1)
        {
            items.RemoveAt(1);
        }

        declaration["goodsItemQuantity"]!["value"] = "1";
        declaration["totalPackageQuantity"]!["value"] = "200";
        declaration["totalGrossMassMeasure"]!["value"] = "2000";
        declaration["invoiceAmount"]!["value"] = "9600";
        return declaration;
    }

    /// <summary>The show-case without one statement about its orchids, which must then be asked for.</summary>
    public static JsonObject WithoutStatement(string attribute)
    {
        var declaration = ShowCase();
        var statements = Items(declaration)[0]!["additionalInformation"]!.AsArray();
        statements.Remove(statements.Single(one => ((string)one!["statementDescription"]!).StartsWith(attribute + "=", StringComparison.Ordinal)));
        return declaration;
    }

    /// <summary>Tomatoes that may be fresh: Plant Health looks because a document says so, and leaves when the trader, whom Standards' rule asks, says that they are not.</summary>
    public static JsonObject PerhapsFresh()
    {
        var declaration = Orchids();
        var item = Items(declaration)[0]!;
        item["commodity"]!["description"] = "Tomatoes";
        item["commodity"]!["classification"]![0]!["id"] = "070200";
        item["additionalInformation"] = new JsonArray();
        item["additionalDocument"] = new JsonArray(
            Document("705", "NSLFEL26041188"), Document("851", "GB/EW/2026/118403"));
        item["packaging"]![0]!["packingMaterialDescription"] = "PAPER";
        return declaration;
    }

    private static JsonObject Document(string type, string number) => new() { ["categoryCode"] = "N", ["typeCode"] = type, ["id"] = number };

    public static JsonArray Items(JsonObject declaration) => declaration["goodsShipment"]!["governmentAgencyGoodsItem"]!.AsArray();

    /// <summary>As the tree that the contract has for it.</summary>
    public static Declaration Tree(JsonObject declaration) =>
        JsonReading.Read<Declaration>(System.Text.Encoding.UTF8.GetBytes(declaration.ToJsonString())).Message!;

    /// <summary>What a unit reports of its review.</summary>
    public static AgencyReported Report(
        string mrn, string unit, int revision, ReviewState state, Outcome decision = Outcome.Unspecified, string step = "reviewPending", int version = 1) => new()
        {
            Mrn = mrn,
            Agency = unit switch { "CUSTOMS" => "CUSTOMS", "PUBLIC_HEALTH" => "HEALTH", "STANDARDS" => "STANDARDS", _ => "AGRICULTURE" },
            Unit = unit,
            Version = version,
            Revision = revision,
            State = state,
            Decision = decision,
            Step = new ReviewStep { At = DateTimeOffset.UtcNow.ToTimestamp(), Name = step, By = "officer" },
        };

    public static AgencyReported Approval(string mrn, string unit, int revision = 1, int version = 1) =>
        Report(mrn, unit, revision, ReviewState.Approved, Outcome.Approve, "reviewDecided", version);

    private static byte[] ReadSample()
    {
        using var stream = typeof(Declaration).Assembly.GetManifestResourceStream("samples/show-case.json")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
