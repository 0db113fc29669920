// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.IntegrationTests.Declarations;
using Cbm.ServiceDefaults.Problems;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Xunit;

namespace Cbm.IntegrationTests.Access;

/// <summary>Every operation between services × every kind of caller, against <see cref="AccessTable.RowsBetween"/>.</summary>
public sealed class BetweenServicesTests(GuardedWindow window) : IClassFixture<GuardedWindow>
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var (operation, caller) in from operation in AccessTable.ExpectedBetween.Keys from caller in AccessTable.Between select (operation, caller))
        {
            cases.Add(operation, caller);
        }

        return cases;
    }

    [Fact]
    public void Every_operation_between_services_has_a_row()
    {
        var operations = MandateService.Descriptor.Methods.Concat(ReconciliationService.Descriptor.Methods).Select(method => method.Name);
        Assert.Subset(AccessTable.ExpectedBetween.Keys.ToHashSet(), operations.ToHashSet());
        Assert.All(AccessTable.ExpectedBetween.Values, row => Assert.Equal(AccessTable.Between.Length, row.Count));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Each_is_for_one_service_alone(string operation, string caller)
    {
        var (service, method, request) = operation switch
        {
            "GetMandate" => (MandateService.Descriptor.FullName, operation, (IMessage)new GetMandateRequest()),
            "VerifyLpco" => (MandateService.Descriptor.FullName, operation, new VerifyLpcoRequest { Issuer = "X", Number = "X-1" }),
            "ExchangeMarks" => (ReconciliationService.Descriptor.FullName, operation, new MarksRequest { Agency = "AGRICULTURE", Marks = new Marks { Life = RunningWindow.Life } }),
            "CompareReviews" => (ReconciliationService.Descriptor.FullName, operation, new CompareRequest { Agency = "AGRICULTURE", Last = true }),
            _ => ("dapr.proto.runtime.v1.AppCallback", "OnBulkTopicEvent", Delivery(operation, caller)),
        };
        Metadata headers = new() { { "dapr-api-token", RunningWindow.ApiToken } };
        if (window.TokenBetween(caller) is { } token)
        {
            headers.Add("authorization", $"Bearer {token}");
        }

        var raw = new Method<byte[], byte[]>(MethodType.Unary, service, method, Bytes, Bytes);
        var said = "may";
        try
        {
            await window.Between(operation).CreateCallInvoker().AsyncUnaryCall(raw, null, new CallOptions(headers), request.ToByteArray());
        }
        catch (RpcException refused)
        {
            said = Refusal.ProblemOf(refused)?.Status.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? refused.Status.ToString();
        }

        Assert.Equal(AccessTable.ExpectedBetween[operation][caller], said);
    }

    // Each says that the facts are its own; the others, that they are those of who tells them.
    private static TopicEventBulkRequest Delivery(string topic, string caller)
    {
        var source = caller switch { "window" => "/declarations", "agency" => "AGRICULTURE", "another agency" => "HEALTH", _ => topic == "agency-reported" ? "AGRICULTURE" : "/declarations" };

        // Another agency may report for itself, and not for this one.
        source = (topic, caller) == ("agency-reported", "another agency") ? "AGRICULTURE" : source;
        var (name, type, life) = topic switch
        {
            "agency-reported" => (topic, AgencyReported.Descriptor, RunningWindow.Life),
            "slice-lodged" => ("slice-lodged.PLANT_HEALTH", SliceLodged.Descriptor, GuardedWindow.Life),
            _ => ("declaration-changed.PLANT_HEALTH", DeclarationChanged.Descriptor, GuardedWindow.Life),
        };
        return new TopicEventBulkRequest
        {
            Entries =
            {
                new TopicEventBulkRequestEntry
                {
                    EntryId = "1",
                    CloudEvent = new TopicEventCERequest
                    {
                        Id = "1",
                        Source = source,
                        Type = type.FullName,
                        SpecVersion = "1.0",
                        Extensions = new Struct { Fields = { ["life"] = Value.ForString(life) } },
                    },
                    Metadata = { ["topic"] = name },
                },
            },
        };
    }
}
