// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Events;

namespace Cbm.Declarations.Webhooks;

/// <summary>What can be wrong with a subscription, all of it at once.</summary>
public sealed class WebhookCheck(Destinations destinations)
{
    private const int LongestUrl = 500;
    private const int LongestDescription = 200;

    /// <summary>The faults of a subscription that is asked for.</summary>
    public async Task<List<Fault>> Faults(CreateWebhookRequest request, CancellationToken cancel)
    {
        var faults = new List<Fault>();
        if (await FaultOf(request.Url, cancel) is { } fault)
        {
            faults.Add(fault);
        }

        // However many there are, a list that is longer than the catalogue is one fault.
        var isTooLong = request.Events.Count > EventCatalogue.All.Count + 1;
        for (var index = 0; index < request.Events.Count && !isTooLong; index++)
        {
            var name = request.Events[index];
            if (name != EventCatalogue.Every && !EventCatalogue.Names.Contains(name))
            {
                faults.Add(Wrong("SWA143", $"events[{index}]", "Name an event of the catalogue, or * for every event."));
            }
            else if (request.Events.IndexOf(name) != index)
            {
                faults.Add(Wrong("SWA144", $"events[{index}]", "Name each event once."));
            }
        }

        if (request.Events.Count == 0 || isTooLong)
        {
            faults.Add(Wrong("SWA144", "events", "Name the events, each once, or * for every event."));
        }

        if (request.Description.Length > LongestDescription)
        {
            faults.Add(Wrong("SWA145", "description", $"Give {LongestDescription} characters at most."));
        }

        return faults;
    }

    private async Task<Fault?> FaultOf(string text, CancellationToken cancel)
    {
        if (text.Length > LongestUrl)
        {
            return Wrong("SWA141", "url", $"Give {LongestUrl} characters at most.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp) || !IsName(url))
        {
            return Wrong("SWA140", "url", "Give an absolute address that begins with https.");
        }

        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            return Wrong("SWA141", "url", "Give the address without user name, password or fragment.");
        }

        return await destinations.MayDeliver(url, cancel)
            ? null
            : url.Scheme == Uri.UriSchemeHttps
                ? Wrong("SWA142", "url", "Give a host that is known by public addresses only.")
                : Wrong("SWA140", "url", "Give an address that begins with https; http is for networks that the operator allows.");
    }

    // A name that cannot be written in the letters of the net is none.
    private static bool IsName(Uri url)
    {
        try
        {
            return url.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    private static Fault Wrong(string code, string path, string message) => new() { Code = code, Path = path, Message = message };
}
