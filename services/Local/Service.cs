// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Local;

/// <summary>What a service is to the window.</summary>
public enum Kind
{
    /// <summary>Signs callers in; HTTP/1.1.</summary>
    Identity,

    /// <summary>A service inside, gRPC and JSON over h2c.</summary>
    Inside,

    /// <summary>An agency, likewise.</summary>
    Agency,

    /// <summary>The door.</summary>
    Gateway,
}

/// <summary>One process of the window.</summary>
/// <param name="Name">Key of its address in <c>Services:*</c>; an agency's code.</param>
/// <param name="Project">Its folder below the root, with forward slashes; the folder's name is the project's.</param>
/// <param name="Kind">What it is to the window.</param>
public sealed record Service(string Name, string Project, Kind Kind)
{
    /// <summary>Every process of the window, in the order of their start. A further agency is one line.</summary>
    public static readonly IReadOnlyList<Service> All =
    [
        new("Identity", "services/Identity", Kind.Identity),
        new("CUSTOMS", "services/Agencies.Customs", Kind.Agency),
        new("HEALTH", "services/Agencies.Health", Kind.Agency),
        new("AGRICULTURE", "services/Agencies.Agriculture", Kind.Agency),
        new("STANDARDS", "services/Agencies.Standards", Kind.Agency),
        new("Declarations", "services/Declarations", Kind.Inside),
        new("Gateway", "gateway", Kind.Gateway),
    ];

    /// <summary>
    /// The service's assembly in its own build output, of the same configuration as this one: beside another's it would find the other's files.
    /// </summary>
    /// <exception cref="NotOpenedException">It is not built.</exception>
    public string Assembly
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            var (framework, configuration) = (own.Name, own.Parent!.Name);
            var root = own;
            while (!File.Exists(Path.Combine(root.FullName, "Cbm.SingleWindow.sln")))
                root = root.Parent ?? throw new NotOpenedException($"{own.FullName} lies in no clone of the window");
            var folder = Path.Combine([root.FullName, .. Project.Split('/'), "bin", configuration, framework]);
            var name = Project == "gateway" ? "Gateway" : Path.GetFileName(Project);
            var path = Path.Combine(folder, $"Cbm.{name}.dll");
            return File.Exists(path) ? path : throw new NotOpenedException($"{Name} is not built: {path} is missing");
        }
    }
}
