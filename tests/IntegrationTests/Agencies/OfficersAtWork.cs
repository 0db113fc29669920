// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Agriculture;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Messaging;
using Cbm.TestKit;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Xunit;

namespace Cbm.IntegrationTests.Agencies;

/// <summary>Officers of an agency with two units, and what the window tells them meanwhile.</summary>
public abstract class OfficersAtWork(RunningAgency<AgricultureAgency> agency) : IClassFixture<RunningAgency<AgricultureAgency>>
{
    private static int _next;

    protected RunningAgency<AgricultureAgency> Agency => agency;

    protected async Task<Review> Ask(Review taken) => await Agency.Reviews.RequestInformationAsync(
        new RequestInformationRequest { Id = taken.Id, Questions = { new InformationQuestion { Text = "Which species?", Item = 1 } } }, Agency.Officer());

    protected static DecideRequest Burden(Review taken, Outcome outcome) =>
        new() { Id = taken.Id, Outcome = outcome, ReasonCode = "R1", LegalBasis = "Act 1" };

    protected static Slice Next(Slice slice)
    {
        var next = slice.Clone();
        next.Version++;
        return next;
    }

    protected static DeclarationChanged Answered(Slice slice, InformationRequest request)
    {
        var answered = Change(slice, ChangeKind.Answered);
        answered.RequestId = request.Id;
        answered.Answers.Add(new InformationAnswer { Id = request.Questions[0].Id, Text = "Phalaenopsis amabilis" });
        return answered;
    }

    protected async Task<Slice> Queued()
    {
        var slice = GivenSlice.For("PLANT_HEALTH", Mrn()).Goods("060290").Asks("R", Verification.Form, ["1"]).Cut();
        await Agency.Hear(new SliceLodged { Slice = slice });
        return slice;
    }

    protected Metadata Seen(string subject, int revision) => RunningAgency<AgricultureAgency>.Signed(Agency.Issuer.Officer("AGRICULTURE", subject), revision);

    protected static Task<Problem> Refused<T>(AsyncUnaryCall<T> call) => RunningAgency<AgricultureAgency>.Refused(call);

    protected static string Mrn() => $"26FI{Interlocked.Increment(ref _next):D12}R1";

    protected static DeclarationChanged Change(Slice slice, ChangeKind kind) => new()
    {
        Mrn = slice.Mrn,
        Unit = slice.Unit,
        Version = slice.Version,
        Kind = kind,
        At = Timestamp.FromDateTimeOffset(GivenSlice.Lodged),
        State = kind == ChangeKind.Closed ? "RELEASED" : "",
    };
}
