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
            // One that was lost and lodged again was told twice.
            var told = story.Mrns.Where(mrn => kept.Exists(one => one.Mrn == mrn) || !ledger.MayBeLost(Ground.Window, story.AcknowledgedAt(mrn))).ToList();
            if (!ledger.IsOnce(kept.Count, $"{story.Lrn} is there {kept.Count} times")
                || !ledger.IsOnce(told.Count, $"{story.Lrn} was told under {told.Count} MRNs")
                || !ledger.IsOnce(told.Count(mrn => mrn == kept[0].Mrn), $"{story.Lrn} was told as {story.Mrn} and is there as {kept[0].Mrn}"))
            {
                continue;
            }

            Arrival(window, story, kept[0], ledger);
            Amended(window, story, kept[0], ledger);
            Answers(truth, window, story, kept[0], ledger);
        }

        foreach (var step in ledger.Steps.Where(step => !ledger.MayBeLost(step.Agency, step.At)))
        {
            Officers(truth, window, step, ledger);
        }

        foreach (var (agency, number, _) in ledger.Documents.Where(one => !ledger.MayBeLost(one.Agency, one.At)))
        {
            using var context = truth.Agency(agency);
            var count = context.Lpcos.Count(lpco => lpco.Number == number);
            ledger.IsOnce(count, $"{number} is {count} times in the register of {agency}");
        }
    }

    private static void Arrival(DeclarationsContext window, Story story, DeclarationRecord record, Ledger ledger)
    {
        var told = window.Events.Count(one => one.Mrn == record.Mrn && one.Name == "goodsArrived");
        var text = $"{story.Lrn} has arrived {told} times in its log; acknowledged: {story.ArrivalHeard}, presented: {record.Presented}";
        if ((story.ArrivalHeard && !record.Presented && !ledger.MayBeLost(Ground.Window, story.ArrivalHeardAt!.Value)) || told > 1)
        {
            ledger.IsOnce(told > 1 ? told : 0, text);
        }
        else if (story.IsPreLodged && told == 1 != record.Presented)
        {
            ledger.Violate(text);
        }
    }

    private static void Amended(DeclarationsContext window, Story story, DeclarationRecord record, Ledger ledger)
    {
        var log = window.Events.AsNoTracking().Where(one => one.Mrn == record.Mrn && one.Name == "declarationAmended").Select(one => one.Text).ToList();
        foreach (var (reason, tree, heardAt) in story.Amended)
        {
            var told = log.FindAll(text => text.EndsWith($", reason {reason}", StringComparison.Ordinal));
            var isDue = heardAt is { } at && !ledger.MayBeLost(Ground.Window, at);
            if (isDue || told.Count > 1)
            {
                ledger.IsOnce(told.Count, $"{story.Lrn} is amended for reason {reason} {told.Count} times");
            }

            foreach (var version in told.Select(text => int.Parse(text.Split(' ', ',')[1], CultureInfo.InvariantCulture)))
            {
                var kept = Declaration.Parser.ParseFrom(window.Versions.AsNoTracking().Single(one => one.Mrn == record.Mrn && one.Version == version).Tree);
                if (!Goods(kept).SequenceEqual(Goods(tree)))
                {
                    ledger.Violate($"{story.Lrn} has other goods in version {version} than were declared");
                }
            }
        }

        if (story.CancelledAt is { } cancelled && record.State != "CANCELLED" && !ledger.MayBeLost(Ground.Window, cancelled))
        {
            ledger.IsOnce(0, $"{story.Lrn} was cancelled and is {record.State}");
        }
    }

    private static IEnumerable<string> Goods(Declaration tree) => tree.GoodsShipment.GovernmentAgencyGoodsItem.Select(item =>
        $"{item.Commodity.Classification[0].Id} {string.Join(' ', item.AdditionalDocument.Select(document => document.TypeCode))}");

    private static void Answers(Truth truth, DeclarationsContext window, Story story, DeclarationRecord record, Ledger ledger)
    {
        var version = window.Versions.AsNoTracking().Single(one => one.Mrn == record.Mrn && one.Version == record.Version);
        var goods = Declaration.Parser.ParseFrom(version.Tree).GoodsShipment.GovernmentAgencyGoodsItem;
        foreach (var (question, answer, _, _) in story.Answered.Where(one => !ledger.MayBeLost(Ground.Window, one.At)))
        {
            if (question.Unit.Length > 0)
            {
                var answered = truth.Review(record.Mrn, question.Unit)?.Review.Requests.SelectMany(one => one.Answers).Count(one => one.Id == question.Id && one.Text == answer.Text);
                ledger.IsOnce(answered ?? 0, $"{question.Unit} has the answer to {question.Id} of {story.Lrn} {answered ?? 0} times");
                continue;
            }

            var statement = $"{question.Attribute}={(answer.Value.KindCase == Scalar.KindOneofCase.Number ? answer.Value.Number : answer.Value.Flag ? "true" : "false")}";
            foreach (var item in question.Items.Where(item => goods[item - 1].AdditionalInformation.Count(one => one.StatementDescription == statement) != 1))
            {
                ledger.Violate($"{story.Lrn} answered {statement} of item {item}, and that is not declared once, but {string.Join(' ', goods[item - 1].AdditionalInformation.Select(one => one.StatementDescription))}");
            }
        }
    }

    private static void Officers(Truth truth, DeclarationsContext window, OfficersStep step, Ledger ledger)
    {
        var revision = step.Revision.ToString(CultureInfo.InvariantCulture);
        using var agency = truth.Agency(step.Agency);
        var steps = agency.Steps.AsNoTracking().Where(one => one.ReviewId == step.Review && one.Cause == revision).ToList();
        if (!ledger.IsOnce(steps.Count(one => one.Name == step.Name && one.By == step.By), $"{step.Review}: {step.Name} of revision {revision} is not there once, but as {string.Join(" and ", steps.Select(one => one.Name))}"))
        {
            return;
        }

        // A step may be done long before it is acknowledged, under its key (seed 6458): the window heard of it when it was done.
        var done = steps[0].At < step.At ? steps[0].At : step.At;
        if (ledger.IsPutBackAfter(Ground.Window, done))
        {
            // What it had heard is lost with its newer store: it hears again how the review stands, not every step.
            return;
        }

        var (mrn, unit, at) = (step.Review[..step.Review.IndexOf('-', StringComparison.Ordinal)], step.Review[(step.Review.IndexOf('-', StringComparison.Ordinal) + 1)..], steps[0].At);
        if (ledger.Losses > 0 && !window.Declarations.Any(one => one.Mrn == mrn))
        {
            // Lost as a whole; the officer had not heard of it yet.
            return;
        }

        var logged = window.Events.AsNoTracking().Where(one => one.Mrn == mrn && one.Unit == unit).ToList();
        var applied = logged.Count(one => one.Name == step.Name && one.By == step.By && one.At == at);
        var filed = logged.Count(one => one.Name == "lateReportFiled" && one.Text.EndsWith($", revision {revision}", StringComparison.Ordinal));
        ledger.IsOnce(applied + filed, $"{step.Review}: {step.Name} of revision {revision} is {applied} times in the log, and {filed} times filed");
    }
}
