// SPDX-License-Identifier: Apache-2.0
using Cbm.Client;

namespace Cbm.Local.Demo;

/// <summary>A declaration in a file, JSON or WCO XML.</summary>
/// <param name="Path">Where it lies.</param>
public sealed record DeclarationFile(string Path)
{
    /// <summary>Its name without the folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The files named, and of the folders named those that are JSON or XML, in the order of their names.</summary>
    /// <exception cref="NotOpenedException">One is not there.</exception>
    public static IReadOnlyList<DeclarationFile> All(IEnumerable<string> paths) =>
        [.. paths.SelectMany(Of)];

    /// <summary>Whether its name says that it is JSON or XML.</summary>
    public bool IsReadable => MediaType is not null;

    /// <summary>The file's bytes as they are sent.</summary>
    public async Task<DeclarationContent> Read(CancellationToken cancel) => new(MediaType!, await File.ReadAllBytesAsync(Path, cancel));

    private string? MediaType => System.IO.Path.GetExtension(Path).ToUpperInvariant() switch
    {
        ".XML" => "application/xml",
        ".JSON" => "application/json",
        _ => null,
    };

    private static IEnumerable<DeclarationFile> Of(string path)
    {
        if (Directory.Exists(path)) return Directory.EnumerateFiles(path).Order(StringComparer.Ordinal).Select(file => new DeclarationFile(file)).Where(file => file.IsReadable);
        return File.Exists(path) ? [new DeclarationFile(path)] : throw new NotOpenedException($"{path} is not there");
    }
}
