// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts.Profiles;
using Cbm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Cbm.ServiceDefaults.Hosting;

/// <summary>
/// Looks through the settings of a service before anything is made of them, and names every mistake at once. What is missing
/// is a mistake outside Development alone, where there are defaults for one machine.
/// </summary>
public sealed class Settings(IConfiguration configuration, IHostEnvironment environment)
{
    private const int ShortestSecret = 32;
    private readonly List<string> _mistakes = [];

    /// <summary>What every service is set by: where it listens, the others' addresses, whose tokens it takes.</summary>
    public Settings Common()
    {
        Address("Urls:Http", mayBeMissing: true);
        foreach (var service in configuration.GetSection("Services").GetChildren().Where(service => service.Value is not null))
        {
            Address(service.Path, mayBeMissing: true);
        }

        foreach (var signal in (string[])["", "TRACES_", "METRICS_", "LOGS_"])
        {
            Address($"OTEL_EXPORTER_OTLP_{signal}ENDPOINT", mayBeMissing: true);
        }

        if (configuration["EventBus:Kind"] is { Length: > 0 } kind && !kind.Equals("Direct", StringComparison.OrdinalIgnoreCase) && !kind.Equals("Dapr", StringComparison.OrdinalIgnoreCase))
        {
            _mistakes.Add($"EventBus:Kind: {kind} is no way that there is (Direct, Dapr)");
        }

        Number(Stopping.Setting, more: 0, most: 3600);
        _mistakes.AddRange(KnownSettings.Strangers(configuration));
        return this;
    }

    /// <summary>Whose tokens are taken: <c>Identity:*</c>, and <c>Identity:ForServices:*</c> where services have another provider.</summary>
    public Settings Providers()
    {
        Address("Identity:Issuer");
        foreach (var name in (string[])["Identity:Authority", "Identity:Metadata", "Identity:ForServices:Issuer", "Identity:ForServices:Authority", "Identity:ForServices:Metadata"])
        {
            Address(name, mayBeMissing: true);
        }

        return this;
    }

    /// <summary>A kind of store that there is (<c>Data:Provider</c>), with its address; for a file, or where it is named, a folder that can be written to.</summary>
    public Settings Store()
    {
        _mistakes.AddRange(StoreSettings.Mistakes(configuration));
        if (ServiceHost.IsDapr(configuration) && !StoreSettings.OutlivesItsProcess(configuration))
        {
            // What the broker still has of a process that ended would be refused as of a life before: lost.
            _mistakes.Add("EventBus:Kind: Dapr brings facts after their process has ended; its store must outlive it (Data:Provider=SqlServer, or Data:Shared=true)");
        }

        // Whose store is a server has nothing to write: its image is read-only.
        return StoreSettings.IsServer(configuration) && string.IsNullOrEmpty(configuration["Data:Folder"]) ? this : Folder();
    }

    /// <summary>A folder that can be written to (<c>Data:Folder</c>), for what lies beside the store whatever kind that is.</summary>
    public Settings Folder()
    {
        var folder = configuration["Data:Folder"] ?? ".data";
        try
        {
            var probe = Path.Combine(Directory.CreateDirectory(folder).FullName, $".{Guid.NewGuid():N}");
            using var written = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _mistakes.Add($"Data:Folder: {folder} cannot be written to ({failure.Message.TrimEnd('.')})");
        }

        return this;
    }

    /// <summary>A secret that others hold too, or that nobody may guess; none of the demo's.</summary>
    public Settings Secret(string name) => environment.IsDevelopment() ? this : (configuration[name] ?? "") switch
    {
        "" => Mistake($"{name} is missing: a secret of at least {ShortestSecret} characters"),
        { Length: < ShortestSecret } => Mistake($"{name} is shorter than {ShortestSecret} characters"),
        _ => this,
    };

    /// <summary>The profile and the agencies of the window.</summary>
    /// <param name="mayHaveNone">Whether it does without agencies: a gateway before Identity alone has nothing to tell apart.</param>
    public Settings Window(bool mayHaveNone = false)
    {
        if (configuration["Window:Profile"] is { Length: > 0 } profile && Profile.Find(profile) is null)
        {
            _mistakes.Add($"Window:Profile: {profile} is none of {string.Join(", ", Profile.Codes)}");
        }

        var agencies = WindowAgencies.Of(configuration);
        _mistakes.AddRange(agencies.GroupBy(agency => agency).Where(same => same.Count() > 1).Select(same => $"Window:Agencies names {same.Key} twice"));
        return agencies.Length > 0 || mayHaveNone ? this : Mistake("Window:Agencies names no agency");
    }

    /// <summary>Each agency of the window has an address.</summary>
    public Settings AgencyAddresses()
    {
        foreach (var agency in WindowAgencies.Of(configuration).Distinct())
        {
            Address($"Services:{agency}");
        }

        return this;
    }

    /// <summary>A number between two others, where it is set.</summary>
    public Settings Number(string name, double more, double most) =>
        configuration[name] is not { Length: > 0 } text
        || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= more && number <= most)
            ? this
            : Mistake(string.Create(CultureInfo.InvariantCulture, $"{name}: {text} is no number from {more} to {most}"));

    /// <summary>Mistakes that are found elsewhere.</summary>
    public Settings And(IEnumerable<string> mistakes)
    {
        _mistakes.AddRange(mistakes);
        return this;
    }

    /// <summary>An absolute address, http or https.</summary>
    public Settings Address(string name, bool mayBeMissing = false) => configuration[name] switch
    {
        null or "" => mayBeMissing || environment.IsDevelopment() ? this : Mistake($"{name} is missing: an address (https://host:port)"),
        var text when Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") && address.Host.Length > 0 => this,
        var text => Mistake($"{name}: {text} is no address (https://host:port)"),
    };

    /// <summary>Ends the start where there is a mistake.</summary>
    /// <exception cref="RefusedToStartException">All of them.</exception>
    public void MustBeRight()
    {
        if (_mistakes.Count > 0)
        {
            throw new RefusedToStartException([.. _mistakes.Distinct()]);
        }
    }

    private Settings Mistake(string text)
    {
        _mistakes.Add(text);
        return this;
    }
}
