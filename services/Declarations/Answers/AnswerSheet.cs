// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.Declarations.Amending;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Determination;
using Cbm.Declarations.Documents;
using Cbm.Declarations.Lodging;
using Cbm.Declarations.Mandates;
using Cbm.Declarations.Responses;
using Cbm.Declarations.Slicing;
using Cbm.Declarations.Storage;
using Cbm.Declarations.Validation;
using Cbm.ServiceDefaults.Problems;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Declarations.Answers;

/// <summary>
/// What the trader answers. To a question of determination an answer is declared data: version n+1, determined anew, and only
/// the units whose slice changed are sent one. To an officer it is not: it goes to the unit that asked.
/// </summary>
public sealed class AnswerSheet(MandateBook mandates, Slicer slicer)
{
    private const int MostAnswers = 1000;

    /// <summary>Applies the answers, all or none; every fault at once (422). The case comes with its version.</summary>
    /// <param name="declaration">The case, with its version.</param>
    /// <param name="answers">The answers.</param>
    /// <param name="named">What is known of the documents that they name.</param>
    /// <param name="by">Who answers.</param>
    /// <param name="now">When.</param>
    public void Apply(Case declaration, IReadOnlyList<Answer> answers, NamedDocuments named, string by, DateTimeOffset now)
    {
        if (!DeclarationLifecycle.Open.Contains(declaration.Record.State))
        {
            throw Refusal.Conflict($"The declaration is {declaration.Record.State}; nothing is asked any more.");
        }

        var faults = new List<Fault>();
        var tree = declaration.Tree.Clone();
        var declares = false;
        var told = new List<(UnitPart Part, InformationRequest Request)>();
        if (answers.Count is 0 or > MostAnswers)
        {
            throw Refusal.Invalid("SWA060", "answers", $"Send at least one answer, and {MostAnswers} at most at once.");
        }

        var seen = new HashSet<string>();
        for (var index = 0; index < answers.Count; index++)
        {
            var answer = answers[index];
            var path = $"answers[{index}]";
            faults.AddRange(named.Faults(answer.Documents, declaration.Record.Declarant, path));
            if (!seen.Add(answer.Id))
            {
                faults.Add(Fault("SWA066", $"{path}.id", "This question is answered above already; answer it once."));
            }
            else if (declaration.Determination.Questions.FirstOrDefault(question => question.Id == answer.Id) is { } question)
            {
                declares = true;
                faults.AddRange(Answering.Write(tree, question, answer).Select(fault => At(fault, path)));
                AnswersKept.Keep(declaration.File, question, answer);
            }
            else if (FindRequest(declaration, answer.Id) is { } asked)
            {
                faults.AddRange(Note(asked.Request, answer, path));
                told.Add(asked);
            }
            else
            {
                faults.Add(Fault("SWA061", $"{path}.id", "Nothing is asked under this id, or it is answered already."));
            }
        }

        // What is declared by an answer must be as right as what is declared at lodging, by the rules of that day.
        if (declares && faults.Count == 0)
        {
            // A check that is newer than the declaration may find what was no fault then: no answer could ever pass it.
            var known = Errors(declaration.Tree, declaration.Record.LodgedAt).Select(fault => (fault.Code, fault.Path)).ToHashSet();
            faults.AddRange(Errors(tree, declaration.Record.LodgedAt).Where(fault => !known.Contains((fault.Code, fault.Path))));
        }

        if (faults.Count > 0)
        {
            throw Refusal.Invalid(faults);
        }

        Tell(declaration, told, by, now);
        if (declares)
        {
            FanOut.Renew(declaration, tree, slicer, mandates, ("questionsAnswered", by, ""), now);
        }

        declaration.Consolidate(now);
        declaration.Save(now);
    }

    private IReadOnlyList<Fault> Errors(Declaration tree, DateTimeOffset lodged) => DeclarationValidation.Check(
        new Reading<Declaration>(tree, TreeCheck.Faults(tree), [], null), new ValidationContext(mandates.Profile.Country, lodged)).Errors;

    private static void Tell(Case declaration, List<(UnitPart Part, InformationRequest Request)> told, string by, DateTimeOffset now)
    {
        foreach (var (part, request) in told.DistinctBy(asked => asked.Request.Id).ToList())
        {
            var isWhole = request.Answers.Count >= request.Questions.Count;
            if (isWhole)
            {
                // Closed here at once: an answered question is never shown as open again while the news travels.
                request.AnsweredAt = now.ToTimestamp();
            }

            // A part goes too: the round may run out before the rest comes.
            NamedDocuments.Show(declaration, part, request.Answers.SelectMany(answer => answer.Documents));
            var change = new DeclarationChanged { Kind = ChangeKind.Answered, RequestId = request.Id, Answers = { request.Answers } };
            declaration.TellUnit(part, now, change, $"answered-{request.Id}-{declaration.Record.Revision}");
            declaration.Log("informationAnswered", now, by, isWhole ? request.Id : $"{request.Id}, in part", part.Unit);
        }
    }

    private static (UnitPart Part, InformationRequest Request)? FindRequest(Case declaration, string id)
    {
        foreach (var part in declaration.Parts)
        {
            var request = part.Report?.Requests.FirstOrDefault(request => PartStates.IsOpen(request)
                && (request.Id == id || request.Questions.Any(question => question.Id == id)));
            if (request is not null)
            {
                return (part, request);
            }
        }

        return null;
    }

    private static IEnumerable<Fault> Note(InformationRequest request, Answer answer, string path)
    {
        if (answer.Value is null && answer.Text.Length == 0 && answer.Documents.Count == 0)
        {
            yield return Fault("SWA062", path, "Answer with a value, a text or a document.");
        }

        for (var index = 0; index < answer.Documents.Count; index++)
        {
            if (answer.Documents[index].TypeCode.Length == 0 || answer.Documents[index].Id.Length == 0)
            {
                yield return Fault("SWA063", $"{path}.documents[{index}]", "A document needs its type code and its reference number.");
            }
        }

        // Under the request's own id the answer serves every question of it.
        foreach (var question in request.Questions.Where(question => question.Id == answer.Id || request.Id == answer.Id))
        {
            var noted = request.Answers.FirstOrDefault(known => known.Id == question.Id);
            if (noted is not null)
            {
                request.Answers.Remove(noted);
            }

            request.Answers.Add(new InformationAnswer
            {
                Id = question.Id,
                Value = answer.Value,
                Text = answer.Text,
                Documents = { answer.Documents },
            });
        }
    }

    private static Fault At(Fault fault, string path)
    {
        var placed = fault.Clone();
        placed.Path = path;
        return placed;
    }

    private static Fault Fault(string code, string path, string message) => new() { Code = code, Path = path, Message = message };
}
