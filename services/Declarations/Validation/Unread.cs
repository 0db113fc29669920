// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;

namespace Cbm.Declarations.Validation;

/// <summary>The elements that reading could not understand: what a rule would say of them only follows from that, and is not told.</summary>
internal sealed class Unread
{
    private readonly HashSet<string> elements = new(StringComparer.Ordinal);
    private readonly HashSet<string> wholes = new(StringComparer.Ordinal);

    public Unread(IReadOnlyList<Fault> faults)
    {
        foreach (var fault in faults)
        {
            elements.Add(fault.Path);
            var point = fault.Path.LastIndexOf('.');
            var (above, name) = point < 0 ? ("", fault.Path) : (fault.Path[..point], fault.Path[(point + 1)..]);
            switch (fault.Code)
            {
                case ReadingCode.Unknown:
                    Misspelt(above, name);
                    break;
                case ReadingCode.UnknownAttribute:
                    // What the attribute should have said is then not there.
                    elements.Add($"{above}.unitCode");
                    elements.Add($"{above}.currencyId");
                    break;
                // The class itself was read.
                case ReadingCode.StrayText or ReadingCode.Repeated or ReadingCode.TooMany or ReadingCode.AndMore:
                    break;
                default:
                    wholes.Add(fault.Path);
                    // A measure whose number or unit was not understood says nothing itself.
                    if (name is "value" or "unitCode" or "currencyId") elements.Add(above);
                    break;
            }
        }
    }

    /// <summary>The element at this JSON path, or a class that it is in, was not understood.</summary>
    public bool Covers(string path)
    {
        if (elements.Count == 0) return false;
        if (elements.Contains(path)) return true;
        if (wholes.Count == 0) return false;
        for (var end = path.AsSpan().LastIndexOfAny('.', '['); end > 0; end = path.AsSpan(0, end).LastIndexOfAny('.', '['))
            if (wholes.Contains(path[..end])) return true;
        return false;
    }

    // An element of nearly this name would be called missing.
    private void Misspelt(string above, string name)
    {
        if (ElementPath.Find(Declaration.Descriptor, above)?.NearestTo(name) is not { } meant) return;
        var path = meant.ToJsonPath();
        elements.Add(path);
        if (!meant.IsList) wholes.Add(path);
    }
}
