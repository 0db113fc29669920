// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Text;

namespace Cbm.Contracts.Tables;

/// <summary>One row of a table: its first line in the file, counted from 1, and its fields by column name.</summary>
public sealed class CsvRow(int line, IReadOnlyDictionary<string, int> columns, IReadOnlyList<string> fields)
{
    /// <summary>Line of the file on which the row begins, counted from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The field under a column, without outer white space; empty where the row is too short.</summary>
    /// <exception cref="KeyNotFoundException">The table has no such column.</exception>
    public string this[string column] => columns[column] is var at && at < fields.Count ? fields[at].Trim() : "";

    /// <summary>How many fields the row has.</summary>
    public int Count => fields.Count;
}

/// <summary>A table in comma-separated values with a row of column names (RFC 4180).</summary>
public sealed class CsvTable
{
    private CsvTable(string file, IReadOnlyList<string> columns, IReadOnlyList<CsvRow> rows) =>
        (File, Columns, Rows) = (file, columns, rows);

    /// <summary>Name of the file, for messages.</summary>
    public string File { get; }

    /// <summary>Column names in the order of the file.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows below the column names; empty lines are left out.</summary>
    public IReadOnlyList<CsvRow> Rows { get; }

    /// <summary>Reads a table embedded in an assembly under a logical name.</summary>
    /// <exception cref="InvalidDataException">There is no such resource, or a quote is never closed.</exception>
    public static CsvTable Embedded(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidDataException($"{assembly.GetName().Name} has no embedded table {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Read(name, reader.ReadToEnd());
    }

    /// <summary>Reads a table from its text; the file name serves messages alone.</summary>
    /// <exception cref="InvalidDataException">The text is empty, or a quote is never closed.</exception>
    public static CsvTable Read(string file, string text)
    {
        var records = Records(file, text);
        if (records.Count == 0) throw new InvalidDataException($"{file}: the row of column names is missing.");
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in records[0].Fields) columns.TryAdd(name.Trim(), columns.Count);
        var rows = new List<CsvRow>(records.Count - 1);
        for (var i = 1; i < records.Count; i++) rows.Add(new CsvRow(records[i].Line, columns, records[i].Fields));
        return new CsvTable(file, [.. columns.Keys], rows);
    }

    private static List<(int Line, List<string> Fields)> Records(string file, string text)
    {
        var records = new List<(int, List<string>)>();
        var fields = new List<string>();
        var field = new StringBuilder();
        int line = 1, began = 1;
        var quoted = false;

        void EndField()
        {
            fields.Add(field.ToString());
            field.Clear();
        }

        void EndRecord()
        {
            EndField();
            if (fields.Count > 1 || fields[0].Length > 0) records.Add((began, fields));
            fields = [];
        }

        for (var i = text.StartsWith('\uFEFF') ? 1 : 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n') line++;
            if (quoted)
            {
                if (c != '"') field.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
                else quoted = false;
            }
            else if (c == '"') quoted = true;
            else if (c == ',') EndField();
            else if (c == '\n')
            {
                EndRecord();
                began = line;
            }
            else if (c != '\r') field.Append(c);
        }

        if (quoted) throw new InvalidDataException($"{file}({began}): a quote is opened and never closed.");
        if (field.Length > 0 || fields.Count > 0) EndRecord();
        return records;
    }
}
