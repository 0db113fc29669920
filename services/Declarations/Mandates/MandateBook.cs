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
/// <param name="agencies">Codes of the configured agencies.</param>
/// <param name="profile">Profile that the window runs.</param>
/// <param name="units">Units that the window's register has a column for: no other may review, since it would see nothing.</param>
public sealed class MandateBook(IReadOnlyList<string> agencies, Profile profile, IReadOnlyList<string> units)
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

    /// <summary>Agency of the unit whose legal act release is; empty while it was not heard.</summary>
    public string LeadAgency => _mandates.Values.FirstOrDefault(heard => heard.Mandate.Units.Any(unit => unit.Code == profile.LeadUnit)).Mandate?.Agency ?? "";

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

        if (LeadAgency.Length == 0)
        {
            throw Refusal.Unavailable($"No configured agency has the unit {profile.LeadUnit}, whose legal act release is; nothing is accepted.");
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

    /// <summary>Takes what was kept from before the restart; the mandate of an agency that is no longer configured stays where it is.</summary>
    /// <returns>What was kept and cannot be used any more, a sentence each.</returns>
    public async Task<IReadOnlyList<string>> Recall(DeclarationsContext context, CancellationToken cancel)
    {
        var unusable = new List<string>();
        foreach (var agency in agencies)
        {
            try
            {
                if (await context.Mandates.AsNoTracking().SingleOrDefaultAsync(kept => kept.Agency == agency, cancel) is not { } kept)
                {
                    continue;
                }

                Take(kept.Agency, Mandate.Parser.ParseFrom(kept.Mandate), kept.HeardAt);
            }
            catch (Exception wrong) when (wrong is IOException or InvalidDataException or InvalidProtocolBufferException)
            {
                // It is asked for anew; until then nothing is accepted.
                unusable.Add($"{agency}: {wrong.Message}");
            }
        }

        return unusable;
    }

    /// <summary>Keeps a mandate just heard, in the database first.</summary>
    public static async Task Keep(DeclarationsContext context, Mandate mandate, DateTimeOffset now)
    {
        // Without reading the one before, which may be damaged.
        await context.Mandates.Where(kept => kept.Agency == mandate.Agency).ExecuteDeleteAsync();
        context.Mandates.Add(new MandateRecord { Agency = mandate.Agency, Mandate = mandate.ToByteArray(), HeardAt = now });
    }

    /// <summary>
    /// Uses a mandate from now on. One that could not be used beside the others is refused: another agency's, a rule that
    /// cannot be read, an id or a unit that is there twice, a unit that the register has no column for.
    /// </summary>
    /// <exception cref="InvalidDataException">The message says what is wrong with it.</exception>
    public void Take(string agency, Mandate mandate, DateTimeOffset heardAt)
    {
        if (mandate.Agency != agency)
        {
            throw new InvalidDataException($"{agency} gave the mandate of {mandate.Agency}.");
        }

        lock (_gate)
        {
            if (_mandates.TryGetValue(agency, out var before) && before.Mandate.Version == mandate.Version)
            {
                _mandates = new(_mandates) { [agency] = (mandate, heardAt) };
                return;
            }

            var all = _mandates.Values.Select(heard => heard.Mandate).Where(heard => heard.Agency != agency).Append(mandate).ToList();
            Check(mandate, all);

            // What may throw comes first: a mandate is used whole or not at all.
            var requirements = all.SelectMany(one => one.Requirements).ToDictionary(rule => rule.Id);
            var catalogue = CompiledCatalogue.Of(all, profile);
            _requirements = requirements;
            _compiled = new() { [profile.Code] = catalogue };
            _mandates = new(_mandates) { [agency] = (mandate, heardAt) };
        }
    }

    private void Check(Mandate mandate, List<Mandate> all)
    {
        if (all.SelectMany(one => one.Requirements).GroupBy(rule => rule.Id).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new InvalidDataException($"Requirement {twice.Key} is there twice.");
        }

        if (all.SelectMany(one => one.Units).GroupBy(unit => unit.Code).FirstOrDefault(same => same.Count() > 1) is { } shared)
        {
            throw new InvalidDataException($"Unit {shared.Key} is there twice.");
        }

        var named = mandate.Units.Select(unit => unit.Code).ToList();
        if (mandate.Requirements.FirstOrDefault(rule => !named.Contains(rule.Unit)) is { } stray)
        {
            throw new InvalidDataException($"Requirement {stray.Id} is of {stray.Unit}, which is no unit of {mandate.Agency}.");
        }

        if (named.Except(units).FirstOrDefault() is { } unseen)
        {
            throw new InvalidDataException($"The register (groups.csv, slices.csv) has no column for {unseen}.");
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
