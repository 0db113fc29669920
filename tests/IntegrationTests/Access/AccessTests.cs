// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Cbm.IntegrationTests.Declarations;
using Cbm.ServiceDefaults.Problems;
using Cbm.TestKit;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Xunit;

namespace Cbm.IntegrationTests.Access;

/// <summary>Every operation × every kind of caller, through both doors, against <see cref="AccessTable"/>.</summary>
public sealed class AccessTests(GuardedWindow window) : IClassFixture<GuardedWindow>
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var method in DeclarationService.Descriptor.Methods.Concat(AgencyService.Descriptor.Methods))
        {
            foreach (var caller in AccessTable.Callers)
            {
                cases.Add(method.Name, caller);
            }
        }

        return cases;
    }

    [Fact]
    public void Every_operation_of_the_contract_has_a_row_and_every_row_an_operation()
    {
        var operations = DeclarationService.Descriptor.Methods.Concat(AgencyService.Descriptor.Methods).Select(method => method.Name);
        Assert.Equal(operations.Order(), AccessTable.Expected.Keys.Order());
        Assert.All(AccessTable.Expected.Values, row => Assert.Equal(AccessTable.Callers.Length, row.Count));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Over_HTTP(string operation, string caller)
    {
        var method = Method(operation);
        var subscribed = await window.Subscribed(operation);
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        var path = (rule.PatternCase switch { HttpRule.PatternOneofCase.Get => rule.Get, HttpRule.PatternOneofCase.Put => rule.Put, HttpRule.PatternOneofCase.Delete => rule.Delete, _ => rule.Post }).Replace("{mrn}", window.Mrn, StringComparison.Ordinal)
            .Replace("{agency}", "agriculture", StringComparison.Ordinal).Replace("{id}", subscribed?.Webhook ?? window.Id(operation), StringComparison.Ordinal)
            .Replace("{delivery}", subscribed?.Delivery, StringComparison.Ordinal)
            .Replace("{list}", "errors", StringComparison.Ordinal).Replace("{issuer}", "X", StringComparison.Ordinal)
            .Replace("{number}", "X-1", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(rule.PatternCase.ToString().ToUpperInvariant()), path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (rule.Body.Length > 0)
        {
            request.Content = new StringContent(Body(operation).ToJsonString(), null, "application/json");
        }

        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        if (window.Token(caller) is { } token)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        using var answer = await window.Http(method).SendAsync(request);
        Assert.Equal(AccessTable.Expected[operation][caller], Said((int)answer.StatusCode));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Over_gRPC(string operation, string caller)
    {
        var method = Method(operation);
        var request = (IMessage)Activator.CreateInstance(method.InputType.ClrType)!;
        Set("mrn", window.Mrn);
        Set("agency", "AGRICULTURE");
        var subscribed = await window.Subscribed(operation);
        Set("id", subscribed?.Webhook ?? window.Id(operation));
        Set("delivery", subscribed?.Delivery ?? "");
        Set("list", "errors");
        Set("unit", "PLANT_HEALTH");
        if (operation is "LodgeDeclaration" or "ValidateDeclaration")
        {
            ((LodgeRequest)request).Declaration = Given.Tree(Given.Orchids());
        }
        else if (operation == "RegisterLpco")
        {
            ((RegisterLpcoRequest)request).Lpco = new Lpco { Unit = "PLANT_HEALTH" };
        }

        if (operation is "ListReviews" or "ListLpcos")
        {
            Set("unit", "");
        }

        var headers = new Metadata { { "if-match", "\"1\"" } };
        if (window.Token(caller) is { } token)
        {
            headers.Add("authorization", $"Bearer {token}");
        }

        Assert.Equal(AccessTable.Expected[operation][caller], Said(await Status()));

        void Set(string name, string value) => method.InputType.FindFieldByName(name)?.Accessor.SetValue(request, value);

        async Task<int> Status()
        {
            var raw = new Method<byte[], byte[]>(MethodType.Unary, method.Service.FullName, method.Name, Bytes, Bytes);
            try
            {
                await window.Grpc(method).CreateCallInvoker().AsyncUnaryCall(raw, null, new CallOptions(headers), request.ToByteArray());
                return 200;
            }
            catch (RpcException refused)
            {
                return Refusal.ProblemOf(refused)?.Status ?? throw new InvalidOperationException("Refused without a problem.", refused);
            }
        }
    }

    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    private static MethodDescriptor Method(string operation) =>
        DeclarationService.Descriptor.FindMethodByName(operation) ?? AgencyService.Descriptor.FindMethodByName(operation);

    private static JsonObject Body(string operation) => operation switch
    {
        "LodgeDeclaration" or "ValidateDeclaration" => Given.Orchids(),
        "RegisterLpco" or "WithdrawLpco" => new JsonObject { ["unit"] = "PLANT_HEALTH" },
        _ => [],
    };

    private static string Said(int status) => status switch
    {
        401 or 403 or 404 => $"{status}",
        500 => "an error of ours",
        _ => "may",
    };
}
