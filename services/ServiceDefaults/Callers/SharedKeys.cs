// SPDX-License-Identifier: Apache-2.0
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Cbm.ServiceDefaults.Callers;

/// <summary>
/// Identity's keys. While it is away all who ask share one question, and its failure for a second: nobody waits for the
/// questions of those before.
/// </summary>
internal sealed class SharedKeys(string address, bool requireHttps)
    : BaseConfigurationManager, IConfigurationManager<OpenIdConnectConfiguration>
{
    // An Identity that does not answer must not hold anybody up for longer than one that is away.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);
    private static readonly HttpClient Http = new() { Timeout = Longest };
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConfigurationManager<OpenIdConnectConfiguration> _keys =
        new(address, new KeySet(), new HttpDocumentRetriever(Http) { RequireHttps = requireHttps });

    private readonly Lock _gate = new();
    private Task<OpenIdConnectConfiguration>? _asking;
    private long _failedAt;

    /// <summary>The keys. Throws InvalidOperationException where none were ever had.</summary>
    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_asking is null or { IsCompletedSuccessfully: true }
                || (_asking.IsCompleted && TimeSpan.FromMilliseconds(Environment.TickCount64 - _failedAt) > Pause))
            {
                _asking = Ask();
            }

            return _asking.WaitAsync(cancel);
        }
    }

    /// <inheritdoc/>
    public override async Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) => await GetConfigurationAsync(cancel);

    /// <inheritdoc/>
    public override void RequestRefresh() => _keys.RequestRefresh();

    private async Task<OpenIdConnectConfiguration> Ask()
    {
        try
        {
            return await _keys.GetConfigurationAsync(CancellationToken.None);
        }
        catch
        {
            _failedAt = Environment.TickCount64;
            throw;
        }
    }

    private sealed class KeySet : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        // Two documents: where the keys are, and the keys. Nothing else of the first is taken over: the issuer is configured.
        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(Longest);
            var metadata = OpenIdConnectConfiguration.Create(await retriever.GetDocumentAsync(address, limit.Token));
            var configuration = new OpenIdConnectConfiguration();
            foreach (var key in new JsonWebKeySet(await retriever.GetDocumentAsync(metadata.JwksUri, limit.Token)).GetSigningKeys())
            {
                configuration.SigningKeys.Add(key);
            }

            return configuration;
        }
    }
}
