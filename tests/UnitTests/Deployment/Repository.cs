// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.RegularExpressions;
using Cbm.Agencies;
using Cbm.Agencies.Agriculture;
using Cbm.Agencies.Customs;
using Cbm.Agencies.Health;
using Cbm.Agencies.Reconciling;
using Cbm.Agencies.Standards;
using Cbm.Contracts;
using Google.Protobuf.Reflection;

namespace Cbm.UnitTests.Deployment;

/// <summary>One process of the window, as the code has it.</summary>
/// <param name="Name">In small letters: app id, suffix of its name in Kubernetes, name in docker-compose.</param>
/// <param name="Project">Folder of its project.</param>
/// <param name="Key">Key of its address in <c>Services:*</c>.</param>
/// <param name="Agency">What it states, where it is an agency.</param>
internal sealed record Process(string Name, string Project, string Key, IAgency? Agency)
{
    /// <summary>The image's name.</summary>
    public string Image => "cbm/" + Path.GetFileName(Project).ToLowerInvariant().Replace('.', '-');

    /// <summary>Whether it has a database, and facts to tell and to hear.</summary>
    public bool HasBus => Name is not ("identity" or "gateway");

    /// <summary>The port that others call it by.</summary>
    public int Port => Name == "identity" ? 8443 : 8080;
}

/// <summary>What is deployed, read from the projects and the code; manifests and compose file are held against it.</summary>
internal static partial class Repository
{
    public static readonly string Root = Find();

    public static readonly IReadOnlyList<IAgency> Agencies = [new CustomsAgency(), new HealthAgency(), new AgricultureAgency(), new StandardsAgency()];

    /// <summary>Every executable below services and gateway but Local.</summary>
    public static readonly IReadOnlyList<Process> Processes =
    [
        .. new[] { "services", "gateway" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Where(project => Executable().IsMatch(File.ReadAllText(project)))
            .Select(project => Path.GetRelativePath(Root, Path.GetDirectoryName(project)!).Replace('\\', '/'))
            .Where(folder => folder != "services/Local").Select(Of).OrderBy(process => process.Name, StringComparer.Ordinal),
    ];

    /// <summary>Who calls whom: from the gateway's own settings, the agencies configured, and the one window of every agency. Tokens come from Identity.</summary>
    public static IReadOnlySet<(string From, string To)> Calls { get; } = new HashSet<(string, string)>(
    [
        .. GatewayServices().Select(key => ("gateway", ByKey(key).Name)),
        .. Agencies.Select(agency => ("declarations", agency.Code.ToLowerInvariant())),
        .. Agencies.Select(agency => (agency.Code.ToLowerInvariant(), Reconciliation.Window.ToLowerInvariant())),
        .. Processes.Where(process => process.HasBus).Select(process => (process.Name, "identity")),
    ]);

    /// <summary>Who hears which topic.</summary>
    public static IReadOnlyDictionary<string, string[]> Hears { get; } = new Dictionary<string, string[]>(
    [
        new("declarations", [.. Agencies.Select(agency => Topic(AgencyReported.Descriptor, agency.Code)).Order(StringComparer.Ordinal)]),
        .. Agencies.Select(agency => KeyValuePair.Create(agency.Code.ToLowerInvariant(), agency.Units
            .SelectMany(unit => new[] { Topic(SliceLodged.Descriptor, unit.Code), Topic(DeclarationChanged.Descriptor, unit.Code) }).Order(StringComparer.Ordinal).ToArray())),
    ]);

    /// <summary>Who tells which topic.</summary>
    public static IReadOnlyDictionary<string, string[]> Tells { get; } = new Dictionary<string, string[]>(
    [
        new("declarations", [.. Hears.Where(one => one.Key != "declarations").SelectMany(one => one.Value).Order(StringComparer.Ordinal)]),
        .. Agencies.Select(agency => KeyValuePair.Create(agency.Code.ToLowerInvariant(), new[] { Topic(AgencyReported.Descriptor, agency.Code) })),
    ]);

    public static Process ByKey(string key) => Processes.Single(process => process.Key.Equals(key, StringComparison.OrdinalIgnoreCase));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Secrets that the README's commands make, as secret/key.</summary>
    public static IReadOnlySet<string> ExampleSecrets { get; } = Entry().Matches(Read("k8s/secrets.example")).Select(one => one.Value.Replace(' ', '/')).ToHashSet();

    // SliceLodged, CUSTOMS: slice-lodged.CUSTOMS.
    private static string Topic(MessageDescriptor fact, string of) => Words().Replace(fact.Name, "-$1").TrimStart('-').ToLowerInvariant() + "." + of;

    private static Process Of(string folder)
    {
        var name = Path.GetFileName(folder);
        var agency = Agencies.SingleOrDefault(one => one.GetType().Namespace == "Cbm." + name);
        return new Process((agency?.Code ?? name).ToLowerInvariant(), folder, agency?.Code ?? name, agency);
    }

    private static IEnumerable<string> GatewayServices()
    {
        using var settings = JsonDocument.Parse(Read("gateway/appsettings.json"));
        return [.. settings.RootElement.GetProperty("Services").EnumerateObject().Select(service => service.Name)];
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cbm.SingleWindow.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex("<OutputType>Exe</OutputType>|Sdk=\"Microsoft.NET.Sdk.Web\"")]
    private static partial Regex Executable();

    [GeneratedRegex("([A-Z])")]
    private static partial Regex Words();

    [GeneratedRegex("^cbm-[a-z-]+ [A-Za-z_.-]+(?=$|\\s)", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
