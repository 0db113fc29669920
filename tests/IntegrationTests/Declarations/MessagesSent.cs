// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>Messages about a declaration, as they are sent where declarations are lodged.</summary>
public abstract class MessagesSent(RunningWindow window) : IClassFixture<RunningWindow>
{
    protected const string Lodging = "/api/v1/declarations";
    private static int _messages;

    protected RunningWindow Window => window;

    // A DMS message that changes the description of one goods item.
    protected static Declaration Described(string mrn, int item, string description)
    {
        var message = new Declaration { FunctionCode = "13", TypeCode = "COR", Id = mrn, FunctionalReferenceId = $"M-{Interlocked.Increment(ref _messages)}" };
        message.AdditionalInformation.Add(new AdditionalInformation { StatementTypeCode = "AES", StatementDescription = "A mistake" });
        message.Amendment.Add(new Amendment
        {
            ChangeReasonCode = "28",
            Pointer =
            {
                new Pointer { SequenceNumeric = 1, DocumentSectionCode = "42A" }, new Pointer { SequenceNumeric = 1, DocumentSectionCode = "67A" },
                new Pointer { SequenceNumeric = item, DocumentSectionCode = "68A" }, new Pointer { SequenceNumeric = 1, DocumentSectionCode = "23A", TagId = "137" },
            },
        });
        message.GoodsShipment = new GoodsShipment { GovernmentAgencyGoodsItem = { new GovernmentAgencyGoodsItem { SequenceNumeric = item, Commodity = new Commodity { Description = description } } } };
        return message;
    }

    private protected Task<HttpAnswer> Send(Declaration message, string? accept = null, string? etag = null, string path = Lodging, DeclarationCaller? caller = null)
    {
        using var xml = new MemoryStream();
        XmlWriting.Write(xml, message, "XX", envelope: true);
        return (caller ?? Window.Trader).Post(path, System.Text.Encoding.UTF8.GetString(xml.ToArray()), "application/xml", accept, etag: etag);
    }

    protected async Task<string> Tag(string mrn) => $"\"{(await Window.Trader.View(mrn)).Json["revision"]}\"";

    private protected static IEnumerable<string> Asked(HttpAnswer view) => (view.Json["questions"]?.AsArray() ?? []).Select(question => (string)question!["id"]!);

    private protected static IEnumerable<string> Said(HttpAnswer refused) => refused.Json["errors"]!.AsArray().Select(error => $"{error!["code"]} {error["pointer"]} {error["path"]}");

    private protected static string State(HttpAnswer view, string unit) =>
        (string)view.Json["agencies"]!.AsArray().Single(part => (string)part!["unit"]! == unit)!["state"]!;
}
