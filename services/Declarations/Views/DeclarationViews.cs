// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Storage;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Declarations.Views;

/// <summary>How a declaration stands, as a caller may see it.</summary>
public static class DeclarationViews
{
    /// <summary>The view.</summary>
    public static DeclarationView Of(Case declaration, Viewer viewer)
    {
        var record = declaration.Record;
        var view = new DeclarationView
        {
            Mrn = record.Mrn,
            Version = record.Version,
            State = record.State,
            Presented = record.Presented,
            LodgedAt = record.LodgedAt.ToTimestamp(),
            UpdatedAt = record.UpdatedAt.ToTimestamp(),
            Revision = record.Revision,
        };

        // The coordinator sees how all stand, and data of its own slice alone.
        if (viewer.Whole || viewer.Units.Count > 0)
        {
            (view.TypeCode, view.Ucr) = (record.TypeCode, record.Ucr);
        }

        foreach (var part in declaration.Parts)
        {
            if (viewer.Sees(part.Unit))
            {
                view.Agencies.Add(UnitOf(part));
            }
            else if (viewer.States)
            {
                view.Agencies.Add(new UnitView { Agency = part.Agency, Unit = part.Unit, State = PartStates.Of(part) });
            }
        }

        view.Items.AddRange(ItemsOf(declaration, viewer));
        if (viewer.Whole)
        {
            // LRN, warnings, questions and responses are between the declarant and the window (slices.csv: LRN).
            view.Lrn = record.Lrn;
            view.Warnings.AddRange(declaration.File.Warnings);
            view.Questions.AddRange(Questions(declaration));
            view.Responses.AddRange(declaration.File.Responses.Select((sent, index) => new ResponseView
            {
                Sequence = index + 1,
                FunctionCode = sent.Response.FunctionCode,
                At = sent.At,
            }));
            view.NextSteps.AddRange(NextSteps.Of(declaration, view));
        }

        return view;
    }

    /// <summary>The open questions: those of determination, then those of officers.</summary>
    public static IEnumerable<Question> Questions(Case declaration)
    {
        if (!DeclarationLifecycle.Open.Contains(declaration.Record.State))
        {
            yield break;
        }

        foreach (var question in declaration.File.Questions)
        {
            yield return question;
        }

        foreach (var part in declaration.Parts.Where(part => part.Report is not null && !PartStates.IsLeaving(part)))
        {
            foreach (var request in part.Report.Requests.Where(PartStates.IsOpen))
            {
                foreach (var asked in request.Questions.Where(asked => request.Answers.All(answer => answer.Id != asked.Id)))
                {
                    yield return Asked(part.Unit, request, asked);
                }
            }
        }
    }

    private static Question Asked(string unit, InformationRequest request, InformationQuestion asked)
    {
        var question = new Question
        {
            Id = asked.Id,
            Text = asked.Text,
            Pointer = asked.Pointer,
            Unit = unit,
            DocumentCode = asked.DocumentCode,
            Due = request.Due?.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) ?? "",
        };
        if (asked.Item > 0)
        {
            question.Items.Add(asked.Item);
        }

        return question;
    }

    private static UnitView UnitOf(UnitPart part)
    {
        var view = new UnitView { Agency = part.Agency, Unit = part.Unit, State = PartStates.Of(part), Decision = PartStates.DecisionOf(part) };
        if (part.Report is { } report)
        {
            view.Due = report.Due;
            view.Reasons.AddRange(report.Reasons);
        }

        var findings = PartStates.Heard(part)?.Findings.ToDictionary(finding => (finding.Requirement, finding.Item)) ?? [];
        foreach (var asked in part.Requirements)
        {
            var requirement = asked.Requirement.Clone();
            if (findings.TryGetValue((requirement.Id, requirement.Item), out var finding))
            {
                (requirement.Status, requirement.Finding) = (finding.Status, finding.Text);
            }

            view.Requirements.Add(requirement);
        }

        return view;
    }

    private static IEnumerable<ItemView> ItemsOf(Case declaration, Viewer viewer)
    {
        var states = declaration.File.Items.ToDictionary(item => item.Item, item => item.State);
        var seen = viewer.Whole ? null : declaration.Parts.Where(part => viewer.Units.Contains(part.Unit)).SelectMany(part => part.Items).ToHashSet();
        var goods = declaration.Tree.GoodsShipment.GovernmentAgencyGoodsItem;
        for (var number = 1; number <= goods.Count; number++)
        {
            // By place, as everywhere: what a trader writes as a number must not show an officer another unit's goods.
            if (seen is null || seen.Contains(number))
            {
                var item = goods[number - 1];
                yield return new ItemView
                {
                    Item = number,
                    Hs = item.Commodity?.Classification.FirstOrDefault()?.Id ?? "",
                    Description = item.Commodity?.Description ?? "",
                    State = states.GetValueOrDefault(number, "WAIT"),
                };
            }
        }
    }
}
