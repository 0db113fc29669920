// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>Messages that amend or cancel, sent where declarations are lodged: each is applied to its original, once.</summary>
public sealed class MessageTests(RunningWindow window) : MessagesSent(window)
{
    [Fact]
    public async Task A_DMS_amendment_in_XML_makes_a_version_and_opens_again_only_what_it_touches()
    {
        var mrn = (await Window.Trader.Lodge(Given.ShowCase())).Mrn;
        await Window.Tell(Given.Approval(mrn, "STANDARDS"), Given.Approval(mrn, "PLANT_HEALTH"));
        var amended = await Send(Described(mrn, 1, "Orchids in pots of bark"));

        Assert.Equal((HttpStatusCode.OK, 2), (amended.Status, (int)amended.Json["version"]!));
        Assert.Equal($"\"{amended.Json["revision"]}\"", amended.Headers.ETag?.Tag);
        Assert.Equal(("PENDING", "APPROVED"), (State(amended, "PLANT_HEALTH"), State(amended, "STANDARDS")));
        await RunningWindow.Until(() => Window["AGRICULTURE"].Slices(mrn).Any(sent => sent.Slice is { Version: 2, Unit: "PLANT_HEALTH" }));
        Assert.DoesNotContain(Window["STANDARDS"].Slices(mrn), sent => sent.Slice.Version == 2);
        Assert.Contains("declarationAmended", await Window.Trader.Log(mrn));
        Assert.Contains("A mistake", (await Window.Trader.Get($"{Lodging}/{mrn}/events")).Text, StringComparison.Ordinal);
        Assert.Contains("Orchids in pots of bark", (await Window.Trader.Get($"{Lodging}/{mrn}/slices")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_message_again_is_not_applied_again_whatever_came_since_and_another_under_its_reference_is_refused()
    {
        var mrn = (await Window.Trader.Lodge(Given.ShowCase())).Mrn;
        var first = Described(mrn, 1, "Orchids in pots of bark");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Send(first)));
        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, 2), (answer.Status, (int)answer.Json["version"]!)));
        Assert.Equal(2, (int)(await Send(first)).Json["version"]!);

        Assert.Equal(3, (int)(await Send(Described(mrn, 4, "Telephones, new"))).Json["version"]!);
        Assert.Equal(3, (int)(await Send(first)).Json["version"]!);
        var other = Described(mrn, 1, "Something else");
        other.FunctionalReferenceId = first.FunctionalReferenceId;
        Assert.Equal(HttpStatusCode.Conflict, (await Send(other)).Status);
        Assert.Equal(3, (int)(await Window.Trader.View(mrn)).Json["version"]!);
    }

    [Fact]
    public async Task Plain_messages_find_their_original_by_its_LRN_and_one_that_was_overtaken_undoes_nothing()
    {
        var declaration = Given.ShowCase();
        var mrn = (await Window.Trader.Lodge(declaration)).Mrn;
        var whole = Given.Tree(declaration);
        (whole.FunctionCode, whole.GoodsShipment.GovernmentAgencyGoodsItem[0].Commodity.Description) = ("5", "Orchids in pots of bark");
        whole.Amendment.Add(new Amendment { ChangeReasonCode = "32" });
        var replaced = await Send(whole);
        Assert.Equal((mrn, 2), (replaced.Mrn, (int)replaced.Json["version"]!));
        Assert.Equal(2, (int)(await Send(whole)).Json["version"]!);

        var change = new Declaration { FunctionCode = "4", FunctionalReferenceId = whole.FunctionalReferenceId, Amendment = { new Amendment { ChangeReasonCode = "32" } } };
        change.GoodsShipment = new GoodsShipment { GovernmentAgencyGoodsItem = { new GovernmentAgencyGoodsItem { SequenceNumeric = 4, Commodity = new Commodity { Description = "Telephones, new" } } } };
        var json = await Window.Trader.Post(Lodging, JsonNode.Parse(JsonWriting.ToUtf8(change)), key: "change-1");
        Assert.Equal(3, (int)json.Json["version"]!);
        Assert.Equal(json.Text, (await Window.Trader.Post(Lodging, JsonNode.Parse(JsonWriting.ToUtf8(change)), key: "change-1")).Text);
        Assert.Equal(HttpStatusCode.Conflict, (await Window.Trader.Post(Lodging, JsonNode.Parse(JsonWriting.ToUtf8(whole)), key: "change-1")).Status);

        var late = await Send(whole);
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Contains("version 2", late.Text, StringComparison.Ordinal);
        Assert.Contains("Telephones, new", (await Window.Trader.Get($"{Lodging}/{mrn}/slices")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_replacement_over_a_version_that_its_sender_did_not_make_must_name_it()
    {
        var declaration = Given.ShowCase();
        var mrn = (await Window.Trader.Lodge(declaration)).Mrn;
        var clerk = Window.As(Window.Issuer.Trader(subject: "clerk"));
        var put = declaration.DeepClone().AsObject();
        Given.Items(put)[3]!["commodity"]!["description"] = "Telephones, new";
        put["amendment"] = new JsonArray(new JsonObject { ["changeReasonCode"] = "32" });
        Assert.Equal(HttpStatusCode.OK, (await clerk.Put($"{Lodging}/{mrn}", put, await Tag(mrn))).Status);
        var whole = Given.Tree(declaration);
        (whole.FunctionCode, whole.GoodsShipment.GovernmentAgencyGoodsItem[0].Commodity.Description) = ("5", "Orchids in pots of bark");
        whole.Amendment.Add(new Amendment { ChangeReasonCode = "32" });

        var refused = await Send(whole);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("If-Match", refused.Text, StringComparison.Ordinal);
        Assert.Equal(3, (int)(await Send(whole, etag: await Tag(mrn))).Json["version"]!);
        whole.GoodsShipment.GovernmentAgencyGoodsItem[0].Commodity.Description = "Orchids";
        Assert.Equal(4, (int)(await Send(whole)).Json["version"]!);

        Assert.Equal(5, (int)(await Send(Described(mrn, 4, "Telephones, old"), caller: clerk)).Json["version"]!);
        whole.GoodsShipment.GovernmentAgencyGoodsItem[0].Commodity.Description = "Orchids again";
        Assert.Equal(HttpStatusCode.Conflict, (await Send(whole)).Status);
        Assert.Equal(6, (int)(await Send(Described(mrn, 1, "Orchids again"))).Json["version"]!);
    }

    [Fact]
    public async Task A_statement_is_taken_out_by_a_pointer_or_with_its_list_and_its_answer_with_it()
    {
        var declaration = Given.ShowCase();
        var mrn = (await Window.Trader.Lodge(declaration)).Mrn;
        var message = Described(mrn, 1, "x");
        message.GoodsShipment = null;
        message.Amendment[0].Pointer[3] = new Pointer { SequenceNumeric = 2, DocumentSectionCode = "03A" };
        var pointed = await Send(message);
        Assert.Equal((HttpStatusCode.OK, 2), (pointed.Status, (int)pointed.Json["version"]!));
        Assert.Contains("invasiveAlien-1", Asked(pointed));

        await Window.Trader.Answer(mrn, new JsonObject { ["id"] = "invasiveAlien-1", ["value"] = false });
        var plain = new Declaration { FunctionCode = "4", Id = mrn, Amendment = { new Amendment { ChangeReasonCode = "32" } }, GoodsShipment = new GoodsShipment() };
        var statements = Given.Tree(declaration).GoodsShipment.GovernmentAgencyGoodsItem[0].AdditionalInformation;
        statements.RemoveAt(1);
        plain.GoodsShipment.GovernmentAgencyGoodsItem.Add(new GovernmentAgencyGoodsItem { SequenceNumeric = 1, AdditionalInformation = { statements } });
        var listed = await Send(plain);
        Assert.Equal((HttpStatusCode.OK, 4), (listed.Status, (int)listed.Json["version"]!));
        Assert.Contains("invasiveAlien-1", Asked(listed));
    }

    [Fact]
    public async Task A_message_without_reference_is_sent_anew_with_a_time_of_its_own()
    {
        var mrn = (await Window.Trader.Lodge(Given.ShowCase())).Mrn;
        var message = Described(mrn, 1, "Orchids in pots of bark");
        message.FunctionalReferenceId = "";
        Assert.Equal(HttpStatusCode.OK, (await Send(message)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Send(Described(mrn, 1, "Orchids"))).Status);
        Assert.Contains("IssueDateTime", (await Send(message)).Text, StringComparison.Ordinal);
        message.IssueDateTime = "2026-04-01T10:00:00Z";
        var anew = await Send(message);
        Assert.Equal((HttpStatusCode.OK, 4), (anew.Status, (int)anew.Json["version"]!));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("13")]
    public async Task A_cancelling_message_of_either_dialect_cancels_once_and_answers_RES_10(string code)
    {
        var declaration = Given.ShowCase();
        var mrn = (await Window.Trader.Lodge(declaration)).Mrn;
        var message = new Declaration { FunctionCode = code, Amendment = { new Amendment { ChangeReasonCode = "1" } } };
        message.AdditionalInformation.Add(new AdditionalInformation { StatementTypeCode = "AES", StatementDescription = "A duplicate" });
        (message.Id, message.TypeCode, message.FunctionalReferenceId) = code == "1" ? ("", "", (string)declaration["functionalReferenceId"]!) : (mrn, "INV", "C-1");

        for (var time = 0; time < 2; time++)
        {
            var cancelled = await Send(message, accept: "application/xml");
            Assert.Equal(HttpStatusCode.OK, cancelled.Status);
            Assert.Equal("10", System.Xml.Linq.XDocument.Parse(cancelled.Text).Descendants().First(element => element.Name.LocalName == "FunctionCode").Value);
        }

        Assert.Equal("CANCELLED", (await Window.Trader.View(mrn)).State);
        Assert.Single(await Window.Trader.Log(mrn), "declarationCancelled");
        Assert.Contains("A duplicate", (await Window.Trader.Get($"{Lodging}/{mrn}/events")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await Send(Described(mrn, 1, "Too late"))).Status);
    }
}
