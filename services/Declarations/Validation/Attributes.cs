// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Conditions;
using Cbm.Declarations.Determination;

namespace Cbm.Declarations.Validation;

/// <summary>Statements of type ATT carry an attribute of the requirement conditions as name=value (brief 2.3).</summary>
internal static class Attributes
{
    public static void Check(Subject subject, Findings findings)
    {
        for (var i = 0; i < subject.Items.Count; i++)
        {
            var statements = subject.Items[i].AdditionalInformation;
            for (var j = 0; j < statements.Count; j++)
                if (statements[j].StatementTypeCode == "ATT") One(statements[j].StatementDescription, i, j);
            Contradictions(statements, i);
        }

        // Neither of two could be believed: determination would ask again for what was said.
        void Contradictions(IReadOnlyList<AdditionalInformation> statements, int item)
        {
            Dictionary<string, string>? said = null;
            for (var j = 0; j < statements.Count; j++)
            {
                if (statements[j].StatementTypeCode != "ATT" || statements[j].StatementDescription.Split('=', 2) is not [var left, var right]) continue;
                var (name, value) = (left.Trim(), right.Trim());
                if (!(said ??= new(StringComparer.Ordinal)).TryAdd(name, value) && !string.Equals(said[name], value, StringComparison.OrdinalIgnoreCase))
                    findings.Error("SWV121", Path(item, j), $"The goods item says {name}={said[name]} before: keep the one that is right.");
            }
        }

        void One(string text, int item, int at)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? ("", "") : (text[..equals].Trim(), text[(equals + 1)..].Trim());
            if (name.Length == 0 || value.Length == 0)
                findings.Error("SWV120", Path(item, at), "Write the attribute as name=value, as in usedGoods=false.");
            else if (KnownAttribute.Find(name) is not { } known)
                findings.Warning("SWV122", Path(item, at), $"{name} is no attribute that a requirement asks for.");
            else if (known.Kind == AttributeKind.Flag && value is not ("true" or "false"))
                findings.Error("SWV121", Path(item, at), $"Answer {name} with true or false.");
            else if (known.Kind == AttributeKind.Number && !(Numbers.TryRead(value, out var number) && known.Allows(number)))
                findings.Error("SWV121", Path(item, at), $"Answer {name} with a number{known.Range}, as in 12.5.");
            // A misspelt word would match no rule and so drop it.
            else if (QuestionText.Find(known.Name) is { Values.Count: > 0 } words && !words.Values.Contains(value.ToUpperInvariant()))
                findings.Error("SWV121", Path(item, at), $"Answer {name} with one of {string.Join(", ", words.Values)}.");
        }

        static string Path(int item, int at) => $"{Findings.Item(item)}.additionalInformation[{at}].statementDescription";
    }
}
