// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.ServiceDefaults.Problems;
using Grpc.Core;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>The same operations over gRPC: the same answers, the same refusals.</summary>
public sealed class GrpcTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    private DeclarationService.DeclarationServiceClient Client => new(window.Grpc);

    private Metadata Trader => new() { { "authorization", $"Bearer {window.Issuer.Trader()}" } };

    [Fact]
    public async Task A_declaration_lodged_here_is_the_same_as_over_HTTP()
    {
        var declaration = Given.ShowCase();
        var call = Client.LodgeDeclarationAsync(new LodgeRequest { Declaration = Given.Tree(declaration) }, Trader);
        var view = await call;
        Assert.Equal("\"1\"", (await call.ResponseHeadersAsync).GetValue("etag"));
        Assert.Equal(5, view.Agencies.Count);

        var again = await window.Trader.Lodge(declaration);
        Assert.Equal((System.Net.HttpStatusCode.OK, view.Mrn), (again.Status, again.Mrn));
        Assert.Equal(view, await Client.GetDeclarationAsync(new GetDeclarationRequest { Mrn = view.Mrn }, Trader));
        Assert.Equal(5, (await Client.ListSlicesAsync(new ListSlicesRequest { Mrn = view.Mrn }, Trader)).Slices.Count);
        Assert.NotEmpty((await Client.ListEventsAsync(new ListEventsRequest { Mrn = view.Mrn }, Trader)).Events);
        Assert.Equal("02", Assert.Single((await Client.ListResponsesAsync(new ListResponsesRequest { Mrn = view.Mrn }, Trader)).Responses).FunctionCode);
        Assert.True((await Client.NotifyArrivalAsync(new ArrivalRequest { Mrn = view.Mrn, Place = "FIHEL", TransportDocument = "NSLFEL26041188" }, Trader)).Presented);
        Assert.Contains((await Client.ListDeclarationsAsync(new ListDeclarationsRequest(), Trader)).Declarations, one => one.Mrn == view.Mrn);
    }

    [Fact]
    public async Task What_is_wrong_is_a_detail_of_the_status()
    {
        var tree = Given.Tree(Given.ShowCase());
        tree.GoodsShipment.GovernmentAgencyGoodsItem[1].Origin[0].CountryCode = "ZZ";
        tree.InvoiceAmount.Value = "many";
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await Client.LodgeDeclarationAsync(new LodgeRequest { Declaration = tree }, Trader));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        var problem = Refusal.ProblemOf(refused)!;
        Assert.Equal(422, problem.Status);
        Assert.Contains(problem.Errors, fault => fault.Path == "goodsShipment.governmentAgencyGoodsItem[1].origin[0].countryCode");
        Assert.Contains(problem.Errors, fault => fault.Path.StartsWith("invoiceAmount", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refusals_have_the_status_codes_of_gRPC()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        var other = new Metadata { { "authorization", $"Bearer {window.Issuer.Trader("FI7654321-0")}" } };
        await Refused(StatusCode.NotFound, Client.GetDeclarationAsync(new GetDeclarationRequest { Mrn = mrn }, other));
        await Refused(StatusCode.Unauthenticated, Client.GetDeclarationAsync(new GetDeclarationRequest { Mrn = mrn }));
        await Refused(StatusCode.PermissionDenied, Client.LodgeDeclarationAsync(new LodgeRequest { Declaration = Given.Tree(Given.ShowCase()) }, other));
        await Refused(StatusCode.InvalidArgument, Client.LodgeDeclarationAsync(new LodgeRequest(), Trader));
    }

    [Theory]
    [InlineData(true, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(false, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    // One field of text, which is no UTF-8.
    [InlineData(true, new byte[] { 0x0A, 0x02, 0xC3, 0x28 })]
    [InlineData(true, new byte[] { 0x0A, 0x7F })]
    public async Task Bytes_that_are_no_message_are_the_senders_fault(bool isKnown, byte[] bytes)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => Raw("/cbm.v1.DeclarationService/GetDeclaration", bytes, isKnown ? Trader : []));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(400, Refusal.ProblemOf(refused)?.Status);
    }

    [Fact]
    public async Task Only_what_services_tell_each_other_may_be_larger_than_32_MB()
    {
        var much = new LodgeRequest { Declaration = new Declaration { FunctionalReferenceId = new string('x', 33 * 1024 * 1024) } };
        await Refused(StatusCode.ResourceExhausted, Client.LodgeDeclarationAsync(much, Trader));

        var fact = Google.Protobuf.ByteString.CopyFrom(new byte[33 * 1024 * 1024]);
        Assert.Single(await window.Tell("CUSTOMS", "CUSTOMS", [fact]));
    }

    private async Task Raw(string method, byte[] message, Metadata headers)
    {
        var bytes = Marshallers.Create<byte[]>(raw => raw, raw => raw);
        var parts = method.Split('/');
        await window.Grpc.CreateCallInvoker().AsyncUnaryCall(new Method<byte[], byte[]>(MethodType.Unary, parts[1], parts[2], bytes, bytes), null, new CallOptions(headers), message);
    }

    private static async Task Refused<T>(StatusCode expected, AsyncUnaryCall<T> call) =>
        Assert.Equal(expected, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
}
