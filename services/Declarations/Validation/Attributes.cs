// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;

namespace Cbm.Declarations.Validation;

/// <summary>Statements of type ATT carry an attribute of the requirement conditions as name=value (brief 2.3).</summary>
internal static class Attributes
{
    private static readonly FrozenDictionary<string, string> Types = Load();

    public static void Check(Subject subject, Findings findings)
    {
        for (var i = 0; i < subject.Items.Count; i++)
        {
            var statements = subject.Items[i].AdditionalInformation;
            for (var j = 0; j < statements.Count; j++)
                if (statements[j].StatementTypeCode == "ATT") One(statements[j].StatementDescription, i, j);
        }

        void One(string text, int item, int at)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == text.Length - 1)
                findings.Error("SWV120", Path(item, at), "Write the attribute as name=value, as in usedGoods=false.");
            else if (!Types.TryGetValue(text[..equals], out var type))
                findings.Warning("SWV122", Path(item, at), $"{text[..equals]} is no attribute that a requirement asks for.");
            else if (type == "bool" && text.AsSpan(equals + 1) is not ("true" or "false"))
                findings.Error("SWV121", Path(item, at), $"Answer {text[..equals]} with true or false.");
            else if (type is "decimal" or "integer" && !Numbers.TryRead(text[(equals + 1)..], out _))
                findings.Error("SWV121", Path(item, at), $"Answer {text[..equals]} with a number, as in 12.5.");
        }

        static string Path(int item, int at) => $"{Findings.Item(item)}.additionalInformation[{at}].statementDescription";
    }

    // attributes.csv: name, type, …; neither of the two ever holds a comma.
    private static FrozenDictionary<string, string> Load()
    {
        using var stream = typeof(Attributes).Assembly.GetManifestResourceStream("attributes.csv")
            ?? throw new InvalidOperationException("attributes.csv is not embedded.");
        using var reader = new StreamReader(stream);
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        reader.ReadLine();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var cells = line.Split(',', 3);
            types[cells[0]] = cells[1];
        }
        return types.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
