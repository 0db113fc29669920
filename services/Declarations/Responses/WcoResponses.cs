// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Declarations.Cases;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Declarations.Responses;

/// <summary>The WCO responses of the window (RES): function codes of brief 1.4, 60 to 69 for what only a window of many agencies says.</summary>
public static class WcoResponses
{
    /// <summary>Accepted: the MRN stands and the declaration is legally accepted.</summary>
    public const string Accepted = "01";

    /// <summary>Registered before arrival.</summary>
    public const string Registered = "02";

    /// <summary>Rejected, with errors.</summary>
    public const string Rejected = "03";

    /// <summary>Documents or facts required, with a time limit.</summary>
    public const string Required = "06";

    /// <summary>Cancelled or invalidated.</summary>
    public const string Invalidated = "10";

    /// <summary>One agency has decided.</summary>
    public const string AgencyDecided = "61";

    /// <summary>The response that the case's present state calls for, null where it calls for none.</summary>
    public static Response? ForState(Case declaration, DateTimeOffset now)
    {
        var code = declaration.Record.State switch
        {
            "INSPECTION" => "05",
            "RELEASED" => "08",
            "CONDITIONALLY_RELEASED" => "65",
            "DETAINED" => "66",
            "REFUSED" => "67",
            "AWAITING_PAYMENT" => "13",
            _ => null,
        };
        if (code is null)
        {
            return null;
        }

        var response = Make(declaration, code, now);
        if (code is "08" or "65")
        {
            response.Status.Add(new Status { NameCode = "39", EffectiveDateTime = Text(now), ReleaseDateTime = Text(now) });
            response.AdditionalInformation.Add(new ResponseAdditionalInformation { StatementCode = "A1", StatementTypeCode = "CUS" });
        }

        // What the goods are released under is part of the release (state machine: RES with conditions).
        response.AdditionalInformation.AddRange(ConditionsOf(declaration).Select(one => new ResponseAdditionalInformation
        {
            StatementTypeCode = "ABL",
            StatementDescription = Cut(one.Sentence, 512),
            LimitDateTime = one.Condition.Due,
        }));
        return response;
    }

    /// <summary>Documents or facts required (06): the open questions of determination, null where there is none.</summary>
    public static Response? Questions(Case declaration, DateTimeOffset now)
    {
        if (declaration.File.Questions.Count == 0)
        {
            return null;
        }

        var response = Make(declaration, Required, now);
        response.AdditionalInformation.AddRange(declaration.File.Questions.Select(question => Asked(question.Text)));
        return response;
    }

    /// <summary>Documents or facts required (06) by an officer, with the time limit.</summary>
    public static Response Asking(Case declaration, InformationRequest request, DateTimeOffset now)
    {
        var response = Make(declaration, Required, now);
        foreach (var question in request.Questions)
        {
            var asked = Asked(question.Text);
            asked.LimitDateTime = request.Due is { } due ? Text(due.ToDateTimeOffset()) : "";
            response.AdditionalInformation.Add(asked);
        }

        return response;
    }

    /// <summary>The conditions under which units approved, each with a sentence for the trader.</summary>
    public static IEnumerable<(Condition Condition, string Sentence)> ConditionsOf(Case declaration) =>
        from part in declaration.Parts
        where part.Report is not null
        from decision in part.Report.Decisions
        where decision.Outcome == Outcome.Conditional
        from condition in decision.Conditions
        select (condition, $"Item {decision.Item}, {part.Unit}: {condition.Text} By {condition.Owner} until {condition.Due}, secured by {condition.Security}.");

    /// <summary>A response about the case.</summary>
    public static Response Make(Case declaration, string functionCode, DateTimeOffset now)
    {
        var record = declaration.Record;
        return new Response
        {
            FunctionCode = functionCode,
            FunctionalReferenceId = string.Create(CultureInfo.InvariantCulture, $"{record.Mrn}-{declaration.File.Responses.Count + 1}"),
            IssueDateTime = Text(now),
            Declaration = new ResponseDeclaration
            {
                FunctionalReferenceId = record.Lrn,
                Id = record.Mrn,
                VersionId = record.Version.ToString(CultureInfo.InvariantCulture),
                AcceptanceDateTime = declaration.File.AcceptedAt is { } accepted ? Text(accepted.ToDateTimeOffset()) : "",
            },
        };
    }

    /// <summary>That a unit decided, and what.</summary>
    public static Response Decided(Case declaration, AgencyReported report, DateTimeOffset now)
    {
        var response = Make(declaration, AgencyDecided, now);
        response.ResponsibleGovernmentAgency.Add(new ResponsibleGovernmentAgency { Id = report.Agency, Name = report.Unit });

        // UNCL 4405 as published samples use it: 39 granted, 41 denied.
        var granted = report.Decision is Outcome.Approve or Outcome.Conditional or Outcome.Waive;
        response.Status.Add(new Status { NameCode = granted ? "39" : "41", EffectiveDateTime = Text(now) });
        return response;
    }

    /// <summary>A refused lodging: RES 03, each error with its pointer.</summary>
    public static Response Rejection(Problem problem, DateTimeOffset now)
    {
        var response = new Response { FunctionCode = Rejected, IssueDateTime = Text(now) };
        foreach (var fault in problem.Errors)
        {
            var error = new Error { ValidationCode = fault.Code, Description = Cut(fault.Message, 512) };
            error.Pointer.AddRange(PointersOf(fault.Pointer));
            response.Error.Add(error);
        }

        return response;
    }

    // 42A.67A.68A[2].02A[1].D005 becomes one Pointer a class, the last with the element's tag (HMRC's published samples).
    private static IEnumerable<ResponsePointer> PointersOf(string pointer)
    {
        ResponsePointer? last = null;
        foreach (var part in pointer.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? part : part[..bracket];
            var isClass = name.Length == 3 && char.IsAsciiDigit(name[0]) && char.IsAsciiLetterUpper(name[2]);
            if (!isClass && last is not null)
            {
                last.TagId = name;
                continue;
            }

            if (last is not null)
            {
                yield return last;
            }

            last = new ResponsePointer { DocumentSectionCode = name };
            if (bracket >= 0)
            {
                last.SequenceNumeric = int.Parse(part.AsSpan()[(bracket + 1)..^1], CultureInfo.InvariantCulture);
            }
        }

        if (last is not null)
        {
            yield return last;
        }
    }

    private static ResponseAdditionalInformation Asked(string text) => new() { StatementTypeCode = "ACA", StatementDescription = Cut(text, 512) };

    /// <summary>A time as WCO elements carry it: RFC 3339, whole seconds, UTC.</summary>
    public static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    // Never between the halves of one character.
    private static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
