// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Google.Protobuf.Reflection;

namespace Cbm.Declarations.Slicing;

/// <summary>The register does not fit the tree: the window does not start.</summary>
public sealed class RegisterException(IReadOnlyList<string> faults)
    : InvalidOperationException("slices.csv: " + string.Join("; ", faults.Take(10)) + (faults.Count > 10 ? $"; and {faults.Count - 10} more" : ""))
{
    /// <summary>Every fault, naming its element.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>The window's own register of who sees what: one row for each element of the tree, one column for each unit.</summary>
public sealed class Register
{
    private const string Letters = "ROMBSQ-";

    private static readonly Dictionary<string, Kinds> Words = new()
    {
        ["other"] = Kinds.Other,
        ["testReport"] = Kinds.TestReport,
        ["species"] = Kinds.Species,
        ["private"] = Kinds.Private,
    };

    private readonly Dictionary<string, List<(Kinds When, Sight[] Sights)>> _rows = [];

    private readonly string[] _units;

    private Register(string[] units) => _units = units;

    /// <summary>Units that have a column.</summary>
    public IReadOnlyList<string> Units => _units;

    /// <summary>The register that comes with the window, checked.</summary>
    public static Register Load()
    {
        using var stream = typeof(Register).Assembly.GetManifestResourceStream("slices.csv")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>
    /// Reads and checks a register: every element of the tree has exactly one row (and at most one for each kind of record),
    /// every row an element and a known letter for every unit; else a <see cref="RegisterException"/> with every fault.
    /// </summary>
    public static Register Parse(string csv)
    {
        var lines = csv.ReplaceLineEndings("\n").Split('\n').Select((text, i) => (text, number: i + 1)).Where(l => l.text.Length > 0).ToList();
        var register = new Register(lines[0].text.Split(',')[2..]);
        var possible = new HashSet<string>();
        var declared = new HashSet<string>();
        Walk(Declaration.Descriptor, "Declaration", [], true, possible, declared);
        var faults = new List<string>();
        foreach (var (text, number) in lines.Skip(1))
        {
            register.Add(text.Split(','), number, possible, faults);
        }

        faults.AddRange(declared.Where(path => !register._rows.TryGetValue(path, out var rows) || rows.All(r => r.When != Kinds.None))
            .Order(StringComparer.Ordinal).Select(path => $"{path} has no row"));
        return faults.Count == 0 ? register : throw new RegisterException(faults);
    }

    /// <summary>What the unit sees of the element where its record is of these kinds; nothing, where the register has no row.</summary>
    public Sight Of(string unit, string path, Kinds kinds)
    {
        var column = Column(unit);
        return column < 0 ? Sight.Nothing : Strictest([.. Row(path).Select(r => (r.When, r.Sights[column]))], kinds);
    }

    internal int Column(string unit) => Array.IndexOf(_units, unit);

    internal IReadOnlyList<(Kinds When, Sight[] Sights)> Row(string path) => _rows.TryGetValue(path, out var rows) ? rows : [];

    internal static Sight Strictest(IReadOnlyList<(Kinds When, Sight Sight)> rows, Kinds kinds)
    {
        var strictest = rows.Count == 0 ? Sight.Nothing : Sight.Read;
        foreach (var (when, sight) in rows)
        {
            if ((when & kinds) == when && sight > strictest)
            {
                strictest = sight;
            }
        }

        return strictest;
    }

    private void Add(string[] cells, int number, HashSet<string> possible, List<string> faults)
    {
        var (path, word) = (cells[0], cells.Length > 1 ? cells[1] : "");
        var sights = cells.Skip(2).Select(c => c.Length == 1 ? Letters.IndexOf(c[0], StringComparison.Ordinal) : -1).ToList();
        if (sights.Count != Units.Count || sights.Contains(-1))
        {
            faults.Add($"line {number}: {path} needs one of R O M B S Q - for each of {Units.Count} units");
        }
        else if (!possible.Contains(path))
        {
            faults.Add($"line {number}: {path} is no element of the tree");
        }
        else if (word.Length > 0 && !Words.ContainsKey(word))
        {
            faults.Add($"line {number}: {word} is no kind of record");
        }
        else
        {
            var when = word.Length == 0 ? Kinds.None : Words[word];
            var rows = _rows.TryGetValue(path, out var there) ? there : _rows[path] = [];
            if (rows.Any(r => r.When == when))
            {
                faults.Add($"line {number}: {path}{(word.Length == 0 ? "" : " when " + word)} has two rows");
            }

            rows.Add((when, [.. sights.Select(s => (Sight)s)]));
        }
    }

    // An element that a class has elsewhere, but not at this place (wco_lacks), may have a row and needs none: without one nobody sees it.
    private static void Walk(MessageDescriptor type, string path, IReadOnlyCollection<string> lacks, bool here, HashSet<string> possible, HashSet<string> declared)
    {
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            var name = Plan.Name(field);
            var isHere = here && !lacks.Contains(name);
            if (Plan.IsClass(field))
            {
                Walk(field.MessageType, $"{path}/{name}", [.. field.GetOptions()?.GetExtension(WcoExtensions.WcoLacks) ?? []], isHere, possible, declared);
            }
            else
            {
                possible.Add($"{path}/{name}");
                if (isHere)
                {
                    declared.Add($"{path}/{name}");
                }
            }
        }
    }
}
