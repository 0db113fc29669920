// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.IntegrationTests.Declarations;
using Google.Protobuf;
using Grpc.Core;
using Xunit;

namespace Cbm.IntegrationTests.Reconciling;

/// <summary>Whom the window believes: partners that it has met in this life of theirs, each for itself.</summary>
public sealed class PartnerTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    private ReconciliationService.ReconciliationServiceClient Service => new(window.Grpc);

    [Fact]
    public async Task Nobody_asks_but_an_agency_for_itself_and_none_that_is_not_configured()
    {
        Assert.Equal(StatusCode.Unauthenticated, await Refused(() => Service.ExchangeMarksAsync(new MarksRequest { Agency = "HEALTH" }).ResponseAsync));
        Assert.Equal(StatusCode.Unauthenticated, await Refused(() => Service.CompareReviewsAsync(new CompareRequest { Agency = "HEALTH" }).ResponseAsync));
        foreach (var other in (string[])["CUSTOMS", "DECLARATIONS", "health"])
        {
            Assert.Equal(StatusCode.PermissionDenied, await Refused(() => Service.ExchangeMarksAsync(new MarksRequest { Agency = "HEALTH" }, window.Named(other)).ResponseAsync));
            Assert.Equal(StatusCode.PermissionDenied, await Refused(() => Service.CompareReviewsAsync(new CompareRequest { Agency = "HEALTH" }, window.Named(other)).ResponseAsync));
        }

        Assert.Equal(StatusCode.NotFound, await Refused(() => Service.ExchangeMarksAsync(new MarksRequest { Agency = "FISHERIES" }, window.Named("FISHERIES")).ResponseAsync));
        Assert.Equal(StatusCode.InvalidArgument, await Refused(() => Service.CompareReviewsAsync(
            new CompareRequest { Agency = "HEALTH", Last = true, Reviews = { new ReviewMark { Mrn = "X", Unit = "CUSTOMS" } } }, window.Named("HEALTH")).ResponseAsync));
    }

    [Fact]
    public async Task What_comes_from_a_life_that_was_not_met_or_has_ended_is_not_taken_in()
    {
        var mrn = (await window.Trader.Lodge(Given.Orchids())).Mrn;
        ByteString[] approval = [Given.Approval(mrn, "CUSTOMS").ToByteString()];
        Assert.Equal(StatusCode.Unavailable, await Refused(() => window.Tell(approval, life: "")));
        Assert.Equal(StatusCode.Unavailable, await Refused(() => window.Tell(approval, life: "another")));
        Assert.DoesNotContain("reviewDecided@CUSTOMS", await window.Trader.Log(mrn));

        await window.Tell(approval);
        Assert.Contains("reviewDecided@CUSTOMS", await window.Trader.Log(mrn));
    }

    private static async Task<StatusCode> Refused<T>(Func<Task<T>> ask) => (await Assert.ThrowsAsync<RpcException>(async () => await ask())).StatusCode;
}
