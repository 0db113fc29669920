// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.Simulation.People;
using Cbm.Simulation.Services;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Simulation.Invariants;

/// <summary>Every command that was acknowledged is there exactly once: where it was given, and in the log of its declaration.</summary>
internal static class ExactlyOnce
{
    public static void Check(Truth truth, Ledger ledger)
    {
        using var window = truth.Window();
        foreach (var story in ledger.Stories)
        {
            var kept = window.Declarations.AsNoTracking().Where(one => one.Lrn == story.Lrn).ToList();
            if (kept.Count != 1 || story.Mrns.Count != 1 || kept[0].Mrn != story.Mrn)
            {
                ledger.Violate($"{story.Lrn} is there {kept.Count} times, under {story.Mrns.Count} MRNs that were told");
                continue;
            }

            Arrival(window, story, kept[0], ledger);
            Answers(truth, window, story, kept[0], ledger);
        }

        foreach (var step in ledger.Steps)
        {
            Officers(truth, window, step, ledger);
        }

        foreach (var (agency, number) in ledger.Documents)
        {
            using var context = truth.Agency(agency);
            if (context.Lpcos.Count(lpco => lpco.Number == number) is var count and not 1)
            {
                ledger.Violate($"{number} is {count} times in the register of {agency}");
            }
        }
    }

    private static void Arrival(DeclarationsContext window, Story story, DeclarationRecord record, Ledger ledger)
    {
        var told = window.Events.Count(one => one.Mrn == record.Mrn && one.Name == "goodsArrived");
        if ((story.ArrivalHeard && !record.Presented) || told > 1 || (story.IsPreLodged && told == 1 != record.Presented))
        {
            ledger.Violate($"{story.Lrn} has arrived {told} times in its log; acknowledged: {story.ArrivalHeard}, presented: {record.Presented}");
        }
    }

    private static void Answers(Truth truth, DeclarationsContext window, Story story, DeclarationRecord record, Ledger ledger)
    {
        var version = window.Versions.AsNoTracking().Single(one => one.Mrn == record.Mrn && one.Version == record.Version);
        var goods = Declaration.Parser.ParseFrom(version.Tree).GoodsShipment.GovernmentAgencyGoodsItem;
        foreach (var (question, answer, _) in story.Answered)
        {
            if (question.Unit.Length > 0)
            {
                var answered = truth.Review(record.Mrn, question.Unit)?.Review.Requests.SelectMany(one => one.Answers).Count(one => one.Id == question.Id && one.Text == answer.Text);
                if (answered != 1)
                {
                    ledger.Violate($"{question.Unit} has the answer to {question.Id} {answered ?? 0} times");
                }

                continue;
            }

            var statement = $"{question.Attribute}={(answer.Value.KindCase == Scalar.KindOneofCase.Number ? answer.Value.Number : answer.Value.Flag ? "true" : "false")}";
            if (question.Items.Any(item => goods[item - 1].AdditionalInformation.Count(one => one.StatementDescription == statement) != 1))
            {
                ledger.Violate($"{story.Lrn} answered {statement}, and that is not declared once");
            }
        }
    }

    private static void Officers(Truth truth, DeclarationsContext window, OfficersStep step, Ledger ledger)
    {
        var revision = step.Revision.ToString(CultureInfo.InvariantCulture);
        using var agency = truth.Agency(step.Agency);
        var steps = agency.Steps.AsNoTracking().Where(one => one.ReviewId == step.Review && one.Cause == revision).ToList();
        if (steps.Count != 1 || steps[0].Name != step.Name || steps[0].By != step.By)
        {
            ledger.Violate($"{step.Review}: {step.Name} of revision {revision} is there {steps.Count} times");
            return;
        }

        var (mrn, unit, at) = (step.Review[..step.Review.IndexOf('-', StringComparison.Ordinal)], step.Review[(step.Review.IndexOf('-', StringComparison.Ordinal) + 1)..], steps[0].At);
        var logged = window.Events.AsNoTracking().Where(one => one.Mrn == mrn && one.Unit == unit).ToList();
        var applied = logged.Count(one => one.Name == step.Name && one.By == step.By && one.At == at);
        var filed = logged.Count(one => one.Name == "lateReportFiled" && one.Text.EndsWith($", revision {revision}", StringComparison.Ordinal));
        if (applied + filed != 1)
        {
            ledger.Violate($"{step.Review}: {step.Name} of revision {revision} is {applied} times in the log, and {filed} times filed");
        }
    }
}
