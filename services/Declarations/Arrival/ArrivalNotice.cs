// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Responses;
using Cbm.ServiceDefaults.Problems;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Declarations.Arrival;

/// <summary>The goods of a pre-lodged declaration are presented (RKC 3.25): it is accepted, and released where all have decided.</summary>
public static class ArrivalNotice
{
    private const int LongestPlace = 70;

    // What stands before is no arrival, but a clock or a field that was never set.
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Sets the fact. A second notice changes nothing; a closed declaration or another transport document is refused.</summary>
    /// <param name="declaration">The case, with its version.</param>
    /// <param name="notice">Who arrived where and when.</param>
    /// <param name="isBlind">Who tells it sees nothing of the declaration: where its load is not meant, there is no such declaration.</param>
    /// <param name="by">Who tells it.</param>
    /// <param name="now">When.</param>
    public static void Apply(Case declaration, ArrivalRequest notice, bool isBlind, string by, DateTimeOffset now)
    {
        Check(declaration, notice, isBlind, now);
        if (declaration.Record.Presented)
        {
            return;
        }

        if (!DeclarationLifecycle.Open.Contains(declaration.Record.State))
        {
            throw Refusal.Conflict($"The declaration is {declaration.Record.State}; arrival changes nothing any more.");
        }

        Present(declaration, by, $"{notice.Place} {notice.Time}".Trim(), now);
    }

    /// <summary>Takes back an arrival that is lost with the newer store: whoever was told of it says so.</summary>
    public static void TakeBack(Case declaration, string unit, DateTimeOffset now) =>
        Present(declaration, "window", $"{unit} was told of the arrival, which is lost with the newer store", now);

    private static void Present(Case declaration, string by, string text, DateTimeOffset now)
    {
        declaration.Record.Presented = true;
        declaration.File.AcceptedAt ??= now.ToTimestamp();
        declaration.Log("goodsArrived", now, by, text);
        if (DeclarationLifecycle.Open.Contains(declaration.Record.State))
        {
            declaration.Respond(WcoResponses.Make(declaration, WcoResponses.Accepted, now), now);
            declaration.TellUnits(now, ChangeKind.Arrived, "arrived");
            declaration.Consolidate(now);
        }

        declaration.Save(now);
    }

    private static void Check(Case declaration, ArrivalRequest notice, bool isBlind, DateTimeOffset now)
    {
        var faults = new List<Fault>();
        var declared = TransportDocuments(declaration.Tree).Where(number => number.Length > 0).ToList();
        if (isBlind && declared.Count > 0 && notice.TransportDocument.Length > 0 && !declared.Contains(notice.TransportDocument))
        {
            // A reference number tells a stranger nothing, nor can the document's number be tried out.
            throw Refusal.NotFound("declaration");
        }

        if (notice.Time.Length > 0 && !(Times.TryReadMoment(notice.Time, out var time) && time >= Earliest && time <= now.AddHours(1)))
        {
            faults.Add(new Fault { Code = "SWA050", Path = "time", Message = "Give the time of arrival as RFC 3339 (2025-11-13T17:22:16Z), not in the future and not before 2000." });
        }

        if (string.IsNullOrWhiteSpace(notice.Place) || notice.Place.Length > LongestPlace)
        {
            faults.Add(new Fault { Code = "SWA052", Path = "place", Message = $"Name the place where the goods are, in up to {LongestPlace} characters." });
        }

        // The guard of goodsArrived: the notice matches the transport document. Whoever tells it shows so that these goods are meant.
        if (declared.Count > 0 && !declared.Contains(notice.TransportDocument))
        {
            faults.Add(new Fault
            {
                Code = "SWA051",
                Path = "transportDocument",
                Message = notice.TransportDocument.Length == 0
                    ? "Name the transport document under which the goods came."
                    : $"The declaration names no transport document {notice.TransportDocument}; check the number.",
            });
        }

        if (faults.Count > 0)
        {
            throw Refusal.Invalid(faults);
        }
    }

    private static IEnumerable<string> TransportDocuments(Declaration tree)
    {
        var shipment = tree.GoodsShipment;
        return (shipment?.Consignment?.TransportContractDocument.Select(document => document.Id) ?? [])
            .Concat(tree.AdditionalDocument.Where(IsTransport).Select(document => document.Id))
            .Concat(shipment?.GovernmentAgencyGoodsItem.SelectMany(item => item.AdditionalDocument).Where(IsTransport).Select(document => document.Id) ?? []);
    }

    // UNCL 1001: 703 to 741 are waybills and bills of lading.
    private static bool IsTransport(AdditionalDocument document) =>
        document.CategoryCode is "" or "N" && document.TypeCode is "703" or "704" or "705" or "714" or "720" or "730" or "740" or "741";
}
