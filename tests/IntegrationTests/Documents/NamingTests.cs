// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Cbm.IntegrationTests.Declarations;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace Cbm.IntegrationTests.Documents;

/// <summary>Declarations and answers name documents; who is shown the name may read them, and nobody else.</summary>
public sealed class NamingTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    // The phytosanitary certificate of the orchids.
    private const int Certificate = 3;

    private string Plant => window.Issuer.Officer("AGRICULTURE", "plant", "PLANT_HEALTH");

    [Fact]
    public async Task The_units_whose_slice_has_it_may_read_it()
    {
        var id = await GivenDocument.Upload(window);
        Assert.Equal(HttpStatusCode.NotFound, await GivenDocument.Status(window, id, Plant));
        var lodged = await window.Trader.Lodge(GivenDocument.Named(Given.Orchids(), Certificate, id));
        Assert.True(lodged.Status == HttpStatusCode.Created, lodged.ToString());

        Assert.Equal(HttpStatusCode.OK, await GivenDocument.Status(window, id, Plant));
        Assert.Equal(HttpStatusCode.OK, await GivenDocument.Status(window, id, window.Issuer.Officer("CUSTOMS")));
        Assert.Equal(HttpStatusCode.OK, await GivenDocument.Status(window, id, window.Issuer.Supervisor("AGRICULTURE")));
        Assert.Equal(HttpStatusCode.NotFound, await GivenDocument.Status(window, id, window.Issuer.Officer("AGRICULTURE", "vet", "VETERINARY")));
        Assert.Equal(HttpStatusCode.NotFound, await GivenDocument.Status(window, id, window.Issuer.Officer("HEALTH")));

        await RunningWindow.Until(() => window["AGRICULTURE"].Slices(lodged.Mrn).Count == 1);
        var seen = window["AGRICULTURE"].Slices(lodged.Mrn)[0].Slice.Declaration.GoodsShipment.GovernmentAgencyGoodsItem[0].AdditionalDocument;
        Assert.Equal(id, Assert.Single(seen, document => document.ImageBinaryObject.Length > 0).ImageBinaryObject);
    }

    [Fact]
    public async Task One_that_is_not_there_or_is_anothers_is_an_error_beside_the_others()
    {
        var others = await GivenDocument.Upload(window, window.Issuer.Trader("FI7654321-2", "other"));
        foreach (var id in (string[])[others, new string('a', 32), "none"])
        {
            var declaration = GivenDocument.Named(Given.Orchids(), Certificate, id);
            declaration["typeCode"] = "QQQ";
            var refused = await window.Trader.Lodge(declaration);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            Assert.Contains("SWV003", refused.Errors);
            var fault = Assert.Single(refused.Json["errors"]!.AsArray(), error => (string?)error!["code"] == "SWA125")!;
            Assert.Equal("goodsShipment.governmentAgencyGoodsItem[0].additionalDocument[3].imageBinaryObject", (string?)fault["path"]);
            Assert.Equal("42A.67A.68A[1].02A[4]", (string?)fault["pointer"]);
        }
    }

    [Fact]
    public async Task An_amendment_shows_what_it_adds()
    {
        var declaration = Given.Orchids();
        var lodged = await window.Trader.Lodge(declaration);
        var id = await GivenDocument.Upload(window);
        declaration["amendment"] = new JsonArray(new JsonObject { ["changeReasonCode"] = "32" });
        var refused = await window.Trader.Put($"/api/v1/declarations/{lodged.Mrn}", GivenDocument.Named(declaration, Certificate, new string('b', 32)), "*");
        Assert.Equal(["SWA125"], refused.Errors);
        var amended = await window.Trader.Put($"/api/v1/declarations/{lodged.Mrn}", GivenDocument.Named(declaration, Certificate, id), "*");
        Assert.True(amended.Status == HttpStatusCode.OK, amended.ToString());
        Assert.Equal(HttpStatusCode.OK, await GivenDocument.Status(window, id, Plant));
    }

    [Fact]
    public async Task An_answer_shows_it_to_the_unit_that_asked()
    {
        var mrn = (await window.Trader.Lodge(Given.Orchids())).Mrn;
        var report = Given.Report(mrn, "PLANT_HEALTH", 1, ReviewState.InfoRequested, step: "informationRequested");
        report.Requests.Add(new InformationRequest
        {
            Id = "R1",
            AskedAt = DateTimeOffset.UtcNow.ToTimestamp(),
            Due = DateTimeOffset.UtcNow.AddDays(5).ToTimestamp(),
            By = "officer",
            Questions = { new InformationQuestion { Id = "R1-1", Text = "Send the certificate." } },
        });
        await window.Tell(report);
        var refused = await window.Trader.Answer(mrn, Answer(new string('c', 32)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("answers[0].documents[0].imageBinaryObject", (string?)Assert.Single(refused.Json["errors"]!.AsArray())!["path"]);

        var id = await GivenDocument.Upload(window);
        Assert.Equal(HttpStatusCode.OK, (await window.Trader.Answer(mrn, Answer(id))).Status);
        Assert.Equal(HttpStatusCode.OK, await GivenDocument.Status(window, id, Plant));
        Assert.Equal(HttpStatusCode.NotFound, await GivenDocument.Status(window, id, window.Issuer.Officer("CUSTOMS")));

        static JsonObject Answer(string id) => new()
        {
            ["id"] = "R1-1",
            ["documents"] = new JsonArray(new JsonObject { ["categoryCode"] = "N", ["typeCode"] = "851", ["id"] = "GB/EW/2026/118402", ["imageBinaryObject"] = id }),
        };
    }
}
