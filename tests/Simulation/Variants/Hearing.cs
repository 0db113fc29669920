// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Messaging;
using Cbm.Simulation.Invariants;
using Cbm.Simulation.Services;
using Google.Protobuf;

namespace Cbm.Simulation.Variants;

/// <summary>Takes every report for a new one: the same that comes twice is applied twice.</summary>
internal sealed class ChecksNoDuplicates : Variant
{
    public override Func<ByteString, CancellationToken, Task<Verdict>> Hearing(
        string service, string topic, Func<ByteString, CancellationToken, Task<Verdict>> handle, Setting setting) =>
        topic != "agency-reported" ? handle : (data, cancel) =>
        {
            var report = AgencyReported.Parser.ParseFrom(data);
            report.Revision = Math.Max(report.Revision, (Known.Part(setting, report)?.Report?.Revision ?? 0) + 1);
            return handle(report.ToByteString(), cancel);
        };
}

/// <summary>Applies a report whatever version it is on.</summary>
internal sealed class HasNoVersionFence : Variant
{
    public override Func<ByteString, CancellationToken, Task<Verdict>> Hearing(
        string service, string topic, Func<ByteString, CancellationToken, Task<Verdict>> handle, Setting setting) =>
        topic != "agency-reported" ? handle : (data, cancel) =>
        {
            var report = AgencyReported.Parser.ParseFrom(data);
            report.Version = Known.Part(setting, report)?.Version ?? report.Version;
            return handle(report.ToByteString(), cancel);
        };
}

/// <summary>Says that it has taken in a fact which it has not.</summary>
internal sealed class AcknowledgesWithoutTaking : Variant
{
    public override Func<ByteString, CancellationToken, Task<Verdict>> Hearing(
        string service, string topic, Func<ByteString, CancellationToken, Task<Verdict>> handle, Setting setting) =>
        async (data, cancel) => setting.World.Happens(10) ? Verdict.Delivered : await handle(data, cancel);
}

/// <summary>Puts every retry off for ever.</summary>
internal sealed class ParksAtTheFirstTrouble : Variant
{
    public override bool SendsOnce => true;
}

/// <summary>What the window has on disk of a unit's part.</summary>
internal static class Known
{
    public static UnitPart? Part(Setting setting, AgencyReported report)
    {
        using var window = new Truth(setting.Disk.PlaceOf).Window();
        return window.Declarations.SingleOrDefault(one => one.Mrn == report.Mrn) is { } record
            ? CaseFile.Parser.ParseFrom(record.File).Parts.SingleOrDefault(part => part.Unit == report.Unit)
            : null;
    }
}
