// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;

namespace Cbm.Declarations.Validation;

/// <summary>Gathers what the rules find: errors, which refuse the declaration, and warnings, which go with it.</summary>
public sealed class Findings
{
    // A declaration wrong in every item must not be answered with a book.
    private const int Most = 1000;

    private readonly List<Fault> errors = [];
    private readonly List<Fault> warnings = [];
    private readonly Unread unread;

    /// <summary>Nothing found yet.</summary>
    public Findings() => unread = new Unread([]);

    /// <summary>What reading found already; its elements, and what is in them, are not judged again.</summary>
    public Findings(IReadOnlyList<Fault> faults, IReadOnlyList<Fault> passedOver)
    {
        errors.AddRange(faults);
        warnings.AddRange(passedOver);
        unread = new Unread(faults);
    }

    /// <summary>What is certainly wrong, at most a thousand of it.</summary>
    public IReadOnlyList<Fault> Errors => errors;

    /// <summary>What is doubtful but not wrong, at most a thousand of it.</summary>
    public IReadOnlyList<Fault> Warnings => warnings;

    /// <summary>The element at a JSON path could not be read whole: no sum or count of it is judged.</summary>
    public bool IsUnread(string path) => unread.Covers(path);

    /// <summary>JSON path of the goods item at an index from 0.</summary>
    public static string Item(int index) => $"goodsShipment.governmentAgencyGoodsItem[{index}]";

    /// <summary>An error at an element, named by its JSON path from the declaration.</summary>
    public void Error(string code, string path, string message) => Error(code, At(path), message);

    /// <summary>An error at an element.</summary>
    public void Error(string code, ElementPath path, string message) => Add(errors, code, path, message);

    /// <summary>A warning at an element, named by its JSON path from the declaration.</summary>
    public void Warning(string code, string path, string message) => Warning(code, At(path), message);

    /// <summary>A warning at an element.</summary>
    public void Warning(string code, ElementPath path, string message) => Add(warnings, code, path, message);

    private static ElementPath At(string path) => ElementPath.Of(Declaration.Descriptor, path);

    private void Add(List<Fault> list, string code, ElementPath path, string message)
    {
        if (list.Count >= Most) return;
        var fault = path.Fault(code, message);
        if (!unread.Covers(fault.Path)) list.Add(fault);
    }
}
