// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Profiles;
using Cbm.Declarations.Determination;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Problems;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Mandates;

/// <summary>The mandates last heard from the configured agencies, compiled for determination. Kept over restarts.</summary>
public sealed class MandateBook(IReadOnlyList<string> agencies, Profile profile)
{
    private readonly Lock _gate = new();
    private Dictionary<string, (Mandate Mandate, DateTimeOffset HeardAt)> _mandates = [];
    private Dictionary<string, CompiledCatalogue> _compiled = [];
    private Dictionary<string, Requirement> _requirements = [];

    /// <summary>Codes of the configured agencies.</summary>
    public IReadOnlyList<string> Agencies => agencies;

    /// <summary>Profile that the window runs.</summary>
    public Profile Profile => profile;

    /// <summary>Mandates heard so far, with the time of the last hearing.</summary>
    public IReadOnlyDictionary<string, (Mandate Mandate, DateTimeOffset HeardAt)> Heard => _mandates;

    /// <summary>Requirements by id, over all agencies.</summary>
    public IReadOnlyDictionary<string, Requirement> Requirements => _requirements;

    /// <summary>Whether every configured agency was heard at least once.</summary>
    public bool IsComplete => agencies.All(_mandates.ContainsKey);

    /// <summary>The running profile's catalogue. While a configured agency was never heard it is refused (503): its rules would be missed.</summary>
    public CompiledCatalogue Catalogue() => CatalogueOf(profile.Code);

    /// <summary>The catalogue under another profile, for queries.</summary>
    public CompiledCatalogue CatalogueOf(string profileCode)
    {
        // Fails closed: a declaration accepted without an agency's rules could be released without that agency.
        if (agencies.FirstOrDefault(agency => !_mandates.ContainsKey(agency)) is { } missing)
        {
            throw Refusal.Unavailable($"The window has not yet heard from {missing}; without its requirements nothing is accepted.");
        }

        lock (_gate)
        {
            if (!_compiled.TryGetValue(profileCode, out var catalogue))
            {
                catalogue = CompiledCatalogue.Of(_mandates.Values.Select(heard => heard.Mandate), Profile.Load(profileCode));
                _compiled[profileCode] = catalogue;
            }

            return catalogue;
        }
    }

    /// <summary>Takes what was kept from before the restart.</summary>
    public async Task Recall(DeclarationsContext context, CancellationToken cancel)
    {
        foreach (var kept in await context.Mandates.AsNoTracking().ToListAsync(cancel))
        {
            Take(Mandate.Parser.ParseFrom(kept.Mandate), kept.HeardAt);
        }
    }

    /// <summary>Keeps a mandate just heard, in the database first.</summary>
    public static async Task Keep(DeclarationsContext context, Mandate mandate, DateTimeOffset now)
    {
        if (await context.Mandates.FindAsync(mandate.Agency) is { } kept)
        {
            (kept.Mandate, kept.HeardAt) = (mandate.ToByteArray(), now);
        }
        else
        {
            context.Mandates.Add(new MandateRecord { Agency = mandate.Agency, Mandate = mandate.ToByteArray(), HeardAt = now });
        }
    }

    /// <summary>Refuses a mandate that could not be used beside the others: another agency's, a rule that cannot be read, an id that is there twice.</summary>
    /// <exception cref="InvalidDataException">The message says what is wrong with it.</exception>
    public void Check(string agency, Mandate mandate)
    {
        if (mandate.Agency != agency)
        {
            throw new InvalidDataException($"{agency} gave the mandate of {mandate.Agency}.");
        }

        if (_mandates.TryGetValue(agency, out var before) && before.Mandate.Version == mandate.Version)
        {
            return;
        }

        var all = _mandates.Values.Select(heard => heard.Mandate).Where(heard => heard.Agency != agency).Append(mandate).ToList();
        CompiledCatalogue.Of(all, profile);
        if (all.SelectMany(one => one.Requirements).GroupBy(rule => rule.Id).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new InvalidDataException($"Requirement {twice.Key} is there twice.");
        }
    }

    /// <summary>Uses a mandate from now on.</summary>
    public void Take(Mandate mandate, DateTimeOffset heardAt)
    {
        lock (_gate)
        {
            var changed = !_mandates.TryGetValue(mandate.Agency, out var before) || before.Mandate.Version != mandate.Version;
            _mandates = new(_mandates) { [mandate.Agency] = (mandate, heardAt) };
            if (changed)
            {
                _compiled = [];
                _requirements = _mandates.Values.SelectMany(heard => heard.Mandate.Requirements).ToDictionary(rule => rule.Id);
            }
        }
    }

    /// <summary>Who regulates what, as the public list shows it.</summary>
    public AgencyList Describe()
    {
        var list = new AgencyList { Profile = profile.Code };
        foreach (var code in agencies)
        {
            var agency = new Agency { Code = code };
            if (_mandates.TryGetValue(code, out var heard))
            {
                (agency.Name, agency.MandateVersion, agency.HeardAt) = (heard.Mandate.Name, heard.Mandate.Version, heard.HeardAt.ToTimestamp());
                agency.Units.AddRange(heard.Mandate.Units.Select(unit => new AgencyUnit
                {
                    Code = unit.Code,
                    Name = unit.Name,
                    Requirements = heard.Mandate.Requirements.Count(rule => rule.Unit == unit.Code),
                }));
            }

            list.Agencies.Add(agency);
        }

        return list;
    }
}
