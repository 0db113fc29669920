// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cbm.Declarations.Reconciling;

/// <summary>
/// Before it announces anything in this life, the window notes what it had announced to each agency: if its store is an older
/// copy, what comes after must not hide from an agency that was away what is missing.
/// </summary>
public sealed class FirstDoubt(AgenciesAsked asked, Partners<DeclarationsContext> partners, TimeProvider clock, ILogger<FirstDoubt> logger) : BackgroundService
{
    /// <summary>Notes it, and lets the gate open from then on. While the store is full or locked it tries again.</summary>
    public async Task Note(CancellationToken cancel)
    {
        foreach (var agency in asked.Agencies)
        {
            while (!await TryNote(agency, cancel))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), clock, cancel);
            }
        }

        asked.Begin();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Note(stoppingToken);

    private async Task<bool> TryNote(string agency, CancellationToken cancel)
    {
        try
        {
            await partners.MarksWith(agency, cancel);
            return true;
        }
        catch (Exception trouble) when (StoreTrouble.Is(trouble))
        {
            logger.LogError(trouble, "How far {Agency} was told cannot be noted now.", agency);
            return false;
        }
    }
}
