// SPDX-License-Identifier: Apache-2.0
using Cbm.Simulation.Invariants;
using Cbm.Simulation.People;
using Cbm.Simulation.Services;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Benchmarks.Faults;

/// <summary>The invariants of the simulation, held against the files that the services left.</summary>
internal sealed class Files(string folder)
{
    private static readonly string[] Released = ["RELEASED", "CONDITIONALLY_RELEASED"];

    private readonly Truth truth = new(name => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(folder, name == Ground.Window ? "declarations.db" : $"agencies-{name.ToLowerInvariant()}.db"),
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
    }.ToString());

    /// <summary>Facts that still wait, parked ones too; may be asked while the services run.</summary>
    public long Waiting() => truth.Waiting();

    /// <summary>Everything at rest.</summary>
    public void Check(Ledger ledger)
    {
        Agreement.Check(truth, ledger);
        ExactlyOnce.Check(truth, ledger);
        Chain.Check(truth, ledger);
        NarrowSlices.Check(truth, ledger);
        Sound(ledger);
        Releases(ledger);
        NothingTwice(ledger);
    }

    // By their state now, and by the order of their log: what ends a declaration comes after all that it needs.
    private void Releases(Ledger ledger)
    {
        var watch = new ReleaseWatch(truth, ledger);
        using var window = truth.Window();
        foreach (var record in window.Declarations.AsNoTracking().Where(one => Released.Contains(one.State)).ToList())
        {
            watch.Judge(window, record);
            var log = window.Events.AsNoTracking().Where(one => one.Mrn == record.Mrn).OrderBy(one => one.Sequence).ToList();
            var end = log.FindIndex(one => one.Name == "released");
            if (end < 0 || log.FindLastIndex(one => one.Name is "goodsArrived" or "reviewDecided" or "questionsAnswered" or "informationAnswered") > end)
                ledger.Violate($"{record.Lrn} is released at event {end + 1}, before something that it had to wait for");
        }
    }

    // One step of a unit is one event of the log, however often its report came; a slice makes one step of its review.
    private void NothingTwice(Ledger ledger)
    {
        using var window = truth.Window();
        foreach (var twice in window.Events.AsNoTracking().Where(one => one.Unit != "").AsEnumerable()
            .GroupBy(one => (one.Mrn, one.Unit, one.Name, one.At, one.By, one.Text)).Where(same => same.Count() > 1))
            ledger.IsOnce(twice.Count(), $"{twice.Key.Mrn}: {twice.Key.Name} of {twice.Key.Unit} is {twice.Count()} times in the log");
        foreach (var twice in window.Declarations.AsNoTracking().AsEnumerable().GroupBy(one => (one.Declarant, one.Lrn)).Where(same => same.Count() > 1))
            ledger.IsOnce(twice.Count(), $"{twice.Key.Lrn} is there {twice.Count()} times");
        foreach (var agency in Ground.Agencies)
        {
            using var context = truth.Agency(agency.Code);
            foreach (var twice in context.Steps.AsNoTracking().Where(one => one.By == "rule").AsEnumerable()
                .GroupBy(one => (one.ReviewId, one.Name, one.Text)).Where(same => same.Count() > 1 && !same.Key.Text.StartsWith("version", StringComparison.Ordinal)))
                ledger.IsOnce(twice.Count(), $"{twice.Key.ReviewId}: {twice.Key.Name} is {twice.Count()} times in its history");
        }
    }

    private void Sound(Ledger ledger)
    {
        foreach (var name in Setting.Names)
        {
            using DbContext context = name == Ground.Window ? truth.Window() : truth.Agency(name);
            var check = context.Database.SqlQueryRaw<string>("SELECT integrity_check AS Value FROM pragma_integrity_check").ToList();
            if (check is not ["ok"]) ledger.Violate($"the file of {name} is broken: {string.Join("; ", check.Take(3))}");
        }
    }
}
