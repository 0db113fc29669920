// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Google.Protobuf.Reflection;

namespace Cbm.Contracts.Serialisation;

/// <summary>Where a reader stands and what it found; a path is made only when there is something to say.</summary>
/// <param name="root">What is read.</param>
/// <param name="isAnswer">Not by the window, but of it.</param>
/// <param name="elsewhere">Fields of it that its sender gives in another place.</param>
internal sealed class ReadingNotes(MessageDescriptor root, bool isAnswer = false, IReadOnlySet<FieldDescriptor>? elsewhere = null)
{
    // All at once, but an answer must not grow without bound with what is sent.
    private const int Most = 1000;

    // All lists of one message together: 9,999 goods items with a hundred elements each.
    private const int MostElements = 1_000_000;
    private int elements;
    private (FieldDescriptor Field, int Index)[] steps = new (FieldDescriptor, int)[16];
    private int depth;
    private List<Fault>? faults;
    private List<Fault>? warnings;

    public IReadOnlyList<Fault> Faults => faults ?? (IReadOnlyList<Fault>)[];

    public IReadOnlyList<Fault> Warnings => warnings ?? (IReadOnlyList<Fault>)[];

    /// <summary>Line of the input for what is noted from here on; 0: not told (JSON).</summary>
    public int Line { get; set; }

    /// <summary>Whether a sender may not give it here: the window alone says it, or it is given in another place.</summary>
    public bool IsNotTheSenders(Element element) => !isAnswer && (element.IsTheWindows || (depth == 0 && elsewhere?.Contains(element.Field) == true));

    /// <summary>Counts one more element of a list; false where a message has too many of them to be kept.</summary>
    public bool MayKeep() => ++elements <= MostElements;

    public void Enter(FieldDescriptor field, int index = -1)
    {
        if (depth == steps.Length) Array.Resize(ref steps, depth * 2);
        steps[depth++] = (field, index);
    }

    public void At(int index) => steps[depth - 1].Index = index;

    public void Leave() => depth--;

    public void Add(Wrong wrong, string? member = null) => Add(wrong.Code, wrong.Message, member);

    public void Add(string code, string message, string? member = null)
    {
        if (!isAnswer || !MayBeOfLater(code)) Note(faults ??= [], code, message, member);
    }

    public void Warn(string code, string message, string? member) => Note(warnings ??= [], code, message, member);

    // What a later contract may have added, loosened or left out; nothing that is known here is lost by it.
    private static bool MayBeOfLater(string code) => code is ReadingCode.Unknown or ReadingCode.NotWord or ReadingCode.NotHere
        or ReadingCode.TooLong or ReadingCode.WrongFormat or ReadingCode.Missing;

    private void Note(List<Fault> notes, string code, string message, string? member)
    {
        if (notes.Count > Most) return;
        if (notes.Count == Most) notes.Add(Here().Fault(ReadingCode.AndMore, $"More than {Most} faults: mend these and send it again."));
        else notes.Add(Here().Fault(code, Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{message} (line {Line})") : message, Shortened(member)));
    }

    private ElementPath Here()
    {
        var path = ElementPath.Root(root);
        for (var at = 0; at < depth; at++) path = path.Child(steps[at].Field, steps[at].Index < 0 ? null : steps[at].Index);
        return path;
    }

    private static string? Shortened(string? member) => member is { Length: > 64 } ? member[..64] + "…" : member;
}

/// <summary>What is wrong with one value: a code of the catalogue and a sentence that says what to do.</summary>
internal readonly record struct Wrong(string Code, string Message);
