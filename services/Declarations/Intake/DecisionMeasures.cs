// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using Cbm.Contracts;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Telemetry;

namespace Cbm.Declarations.Intake;

/// <summary>What agencies decide, and how long after lodging; measured when the window has stored it.</summary>
internal static class DecisionMeasures
{
    private static readonly Counter<long> Decisions = Signals.Meter.CreateCounter<long>(
        "cbm.decisions", "{decision}", "Decisions of units on versions of declarations, by outcome.");

    private static readonly Histogram<double> Duration = Signals.Seconds("cbm.decisions.duration", "From lodging to the decision of a unit, as the window heard it.");

    /// <summary>Measures a decision once its unit of work is on disk.</summary>
    public static void Note(Case declaration, UnitPart part, Outcome outcome, DateTimeOffset now)
    {
        var (agency, unit, took) = (part.Agency, part.Unit, (now - declaration.Record.LodgedAt).TotalSeconds);
        declaration.Context.WhenStored.Add(() =>
        {
            Decisions.Add(1, new("agency", agency), new("unit", unit), new("outcome", outcome.ToString().ToUpperInvariant()));
            Duration.Record(took, new("agency", agency), new KeyValuePair<string, object?>("unit", unit));
        });
    }
}
