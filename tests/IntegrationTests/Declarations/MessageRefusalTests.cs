// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>Messages about a declaration that are refused, or come by the other door.</summary>
public sealed class MessageRefusalTests(RunningWindow window) : MessagesSent(window)
{
    [Fact]
    public async Task Everything_that_is_wrong_with_a_message_is_told_at_once_with_its_pointer_and_nothing_changes()
    {
        var mrn = (await Window.Trader.Lodge(Given.ShowCase())).Mrn;
        var message = Described(mrn, 1, "Orchids");
        message.Amendment.Add(new Amendment { ChangeReasonCode = "28", Pointer = { new Pointer { DocumentSectionCode = "42A", TagId = "999" } } });
        message.Amendment.Add(new Amendment { ChangeReasonCode = "28", Pointer = { new Pointer { DocumentSectionCode = "42A", TagId = "228" } } });
        (message.GoodsItemQuantity, message.TotalPackageQuantity) = (new Quantity { Value = "7" }, new Quantity { Value = "1" });
        var refused = await Send(message);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("SWA084 42A.06A[2].97A[1].381 amendment[1].pointer[0].tagId", Said(refused));
        Assert.Contains("SWA088 42A.146 totalPackageQuantity", Said(refused));
        Assert.Contains("SWV040", refused.Errors);

        var cancelling = new Declaration { FunctionCode = "13", TypeCode = "INV", Id = mrn, Declarant = new Declarant { Id = "FI0000000-0" } };
        Assert.Equal(["SWA085", "SWA081"], (await Send(cancelling)).Errors);
        Assert.Equal(["SWA083"], (await Send(new Declaration { FunctionCode = "13", TypeCode = "COR", FunctionalReferenceId = "M" })).Errors);
        Assert.Equal(["SWV002"], (await Send(new Declaration { FunctionCode = "9", TypeCode = "COR", Id = mrn })).Errors);
        Assert.Equal(["SWV002"], (await Send(new Declaration { FunctionCode = "13", TypeCode = "GPN", Id = mrn })).Errors);
        Assert.Equal(["SWV002"], (await Send(message, path: $"{Lodging}/validation")).Errors);
        Assert.Equal(1, (int)(await Window.Trader.View(mrn)).Json["version"]!);
    }

    [Fact]
    public async Task Another_party_s_original_is_answered_like_one_that_is_not_there()
    {
        var declaration = Given.ShowCase();
        var mrn = (await Window.Trader.Lodge(declaration)).Mrn;
        var stranger = Window.As(Window.Issuer.Trader("FI7654321-0"));
        var none = await Send(Described("26FIAAAAAAAAAAAAR5", 1, "x"), caller: stranger);
        var theirs = await Send(Described(mrn, 1, "x"), caller: stranger);
        Assert.Equal((HttpStatusCode.NotFound, none.Text), (theirs.Status, theirs.Text));

        var whole = Given.Tree(declaration);
        whole.FunctionCode = "1";
        Assert.Equal(none.Text, (await Send(whole, caller: stranger)).Text);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(Described(mrn, 1, "x"), caller: Window.As(Window.Issuer.Officer("CUSTOMS")))).Status);
        Assert.Equal(HttpStatusCode.OK, (await Send(Described(mrn, 1, "x"), caller: Window.As(Window.Issuer.Token("agent", "agent", party: "FI1111111-1", represents: ["*"])))).Status);
    }

    [Fact]
    public async Task A_named_version_is_respected_and_goods_under_control_are_not_amended()
    {
        var mrn = (await Window.Trader.Lodge(Given.ShowCase())).Mrn;
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Send(Described(mrn, 1, "x"), etag: "\"99\"")).Status);
        var begun = Given.Report(mrn, "PLANT_HEALTH", 1, ReviewState.InReview, step: "reviewTaken");
        begun.Controls.Add(new Control { Requirement = "AGP-001", Item = 1, Type = "PHY" });
        await Window.Tell(begun);
        var refused = await Send(Described(mrn, 1, "x"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("PLANT_HEALTH", refused.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Send(Described(mrn, 4, "Telephones, new"))).Status);
    }

    [Fact]
    public async Task Over_gRPC_it_is_the_same()
    {
        var mrn = (await Window.Trader.Lodge(Given.ShowCase())).Mrn;
        var client = new DeclarationService.DeclarationServiceClient(Window.Grpc);
        var view = await client.LodgeDeclarationAsync(
            new LodgeRequest { Declaration = Described(mrn, 1, "Orchids in pots of bark") }, new Grpc.Core.Metadata { { "authorization", $"Bearer {Window.Issuer.Trader()}" } });
        Assert.Equal((mrn, 2), (view.Mrn, view.Version));
    }
}
