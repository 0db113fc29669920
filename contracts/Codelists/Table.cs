// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Cbm.Contracts.Codelists;

/// <summary>Reads the tables that are embedded beside the contract (comma separated, quotes around values that hold a comma).</summary>
internal static class Table
{
    /// <summary>Rows of an embedded table below <c>codelists/</c>, without its heading.</summary>
    public static IEnumerable<string[]> Rows(string file)
    {
        var first = true;
        foreach (var line in Lines(file))
        {
            if (!first) yield return Cells(line);
            first = false;
        }
    }

    /// <summary>Lines of an embedded file below <c>codelists/</c>, empty ones left out.</summary>
    public static IEnumerable<string> Lines(string file)
    {
        var name = $"codelists/{file}";
        using var stream = typeof(Table).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded in the contract.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0) yield return line;
    }

    private static string[] Cells(string line)
    {
        if (!line.Contains('"', StringComparison.Ordinal)) return line.Split(',');
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[++i]);
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(c);
        }
        cells.Add(cell.ToString());
        return [.. cells];
    }
}
