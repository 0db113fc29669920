// SPDX-License-Identifier: Apache-2.0
using System.Security.Claims;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Cbm.UnitTests.Storage;

/// <summary>A request under a key is carried out once per caller.</summary>
public sealed class IdempotencyKeysTests : IDisposable
{
    private readonly Ledger _ledger = new();
    private int _done;

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public async Task The_same_request_again_gets_the_same_answer_and_is_not_carried_out_again()
    {
        var first = await Once("trader", "k1", "mrn-1");
        var again = await Once("trader", "k1", "mrn-1");

        Assert.Equal(first, again);
        Assert.Equal(1, _done);
    }

    [Fact]
    public async Task Another_request_under_the_key_is_refused()
    {
        await Once("trader", "k1", "mrn-1");
        var refusal = await Assert.ThrowsAsync<RpcException>(() => Once("trader", "k1", "mrn-2"));

        Assert.Equal(409, Refusal.ProblemOf(refusal)!.Status);
        Assert.Equal(409, Refusal.ProblemOf(await Assert.ThrowsAsync<RpcException>(() => Once("trader", "k1", "mrn-1", "/other/Operation")))!.Status);
        Assert.Equal(1, _done);
    }

    [Fact]
    public async Task What_was_answered_for_one_party_is_not_for_another_that_the_same_subject_acts_for()
    {
        await Once("trader", "k1", "mrn-1", party: "FI1234567-8");
        Assert.Equal(409, Refusal.ProblemOf(await Assert.ThrowsAsync<RpcException>(() => Once("trader", "k1", "mrn-1", party: "FI7654321-2")))!.Status);
        Assert.Equal(1, _done);
    }

    [Fact]
    public async Task A_key_is_its_callers_own_and_without_one_nothing_is_remembered()
    {
        await Once("trader", "k1", "mrn-1");
        await Once("other", "k1", "mrn-1");
        await Once("trader", "", "mrn-1");
        await Once("trader", "", "mrn-1");

        Assert.Equal(4, _done);
    }

    [Fact]
    public async Task A_request_that_was_refused_leaves_its_key_free()
    {
        await Assert.ThrowsAsync<FormatException>(() => Once("trader", "k1", "broken"));
        await Once("trader", "k1", "mrn-1");

        Assert.Equal(2, _done);
    }

    [Fact]
    public async Task At_once_only_one_of_them_is_carried_out()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Once("trader", "k1", "mrn-1")));

        Assert.Equal(1, _done);
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task A_key_is_known_for_a_day_and_swept_after_it()
    {
        var sweep = new IdempotencySweep<LedgerContext>(_ledger.Writer, _ledger.Readers, _ledger.Clock, NullLogger<IdempotencySweep<LedgerContext>>.Instance);
        await Once("trader", "k1", "mrn-1");
        _ledger.Clock.Advance(IdempotencySweep<LedgerContext>.Kept);
        await Once("trader", "k2", "mrn-1");

        Assert.Equal(0, await sweep.RunOnce(CancellationToken.None));
        await Once("trader", "k1", "mrn-1");
        Assert.Equal(2, _done);
        _ledger.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await sweep.RunOnce(CancellationToken.None));
        Assert.Equal(0, await sweep.RunOnce(CancellationToken.None));
        await Once("trader", "k1", "mrn-1");
        await Once("trader", "k2", "mrn-1");
        Assert.Equal(3, _done);
    }

    private Task<DeclarationView> Once(string caller, string key, string mrn, string method = "/cbm.v1.DeclarationService/NotifyArrival", string party = "") =>
        _ledger.Writer.Commit(context => context.Once(new Call(caller, key, method, party), new ArrivalRequest { Mrn = mrn }, _ledger.Clock, () =>
        {
            _done++;
            return mrn == "broken" ? throw new FormatException() : Task.FromResult(new DeclarationView { Mrn = mrn, Revision = _done });
        }));

    private sealed class Call(string caller, string key, string method, string party) : ServerCallContext
    {
        protected override string MethodCore => method;
        protected override string HostCore => "";
        protected override string PeerCore => "";
        protected override DateTime DeadlineCore => DateTime.MaxValue;
        protected override Metadata RequestHeadersCore => [];
        protected override CancellationToken CancellationTokenCore => default;
        protected override Metadata ResponseTrailersCore => [];
        protected override Grpc.Core.Status StatusCore { get; set; }
        protected override WriteOptions? WriteOptionsCore { get; set; }
        protected override AuthContext AuthContextCore => new(null, []);
        protected override IDictionary<object, object> UserStateCore { get; } = new Dictionary<object, object> { ["__HttpContext"] = Http(caller, key, party) };
        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();
        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;

        private static DefaultHttpContext Http(string caller, string key, string party)
        {
            var http = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", caller), new Claim("party", party)], "test")) };
            http.Request.Headers["Idempotency-Key"] = key;
            return http;
        }
    }
}
