// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Conditions;
using Cbm.Contracts.Serialisation;
using Cbm.Simulation.People;

namespace Cbm.Benchmarks.Faults;

/// <summary>The trader of one declaration, as in the simulation: lodges it, answers what is asked, tells its arrival or leaves that to the carrier.</summary>
internal sealed class Trader(Day day, Person declarant, Person carrier, Story story, Random chance)
{
    /// <summary>From lodging to the end.</summary>
    public async Task Live()
    {
        await Lodge();
        while (!story.HasEnded)
        {
            await day.Pause(chance, 0.6, 3);
            var told = await declarant.Look($"/declarations/{story.Mrn}");
            if (!told.IsDone)
            {
                day.Violate($"{story.Lrn} was lodged as {story.Mrn} and is answered {told.Status}");
                continue;
            }
            var view = told.Read<DeclarationView>();
            See(view);
            if (view.Questions.Count > 0 && (day.IsCalm || chance.Next(3) > 0)) await Answer(view);
            else if (!view.Presented && (day.IsCalm || chance.Next(4) == 0)) await Arrive();
        }
    }

    private async Task Lodge()
    {
        // Some send it twice at once, or without a key: the LRN alone must do.
        var key = chance.Next(2) == 0 ? Person.Key() : null;
        var twice = chance.Next(4) == 0;
        Task<Told> Send() => declarant.Do("/declarations", story.Tree, key: key);
        foreach (var told in await Task.WhenAll(twice ? [Send(), Send()] : (Task<Told>[])[Send()]))
        {
            if (!told.IsDone) throw new BenchmarkFailedException($"lodging {story.Lrn} was refused: {told.Status} {System.Text.Encoding.UTF8.GetString(told.Body)}");
            story.Acknowledge(told.Read<DeclarationView>().Mrn, DateTimeOffset.UtcNow);
        }
        day.Lodged();
    }

    private void See(DeclarationView view)
    {
        foreach (var question in view.Questions)
        {
            foreach (var (asked, _, revision, _) in story.Answered.Where(one => view.Revision >= one.Revision))
            {
                var isSame = asked.Unit.Length == 0
                    ? question.Unit.Length == 0 && question.Attribute == asked.Attribute && question.Items.Intersect(asked.Items).Any()
                    : question.Unit == asked.Unit && question.Id == asked.Id;
                if (isSame) day.Violate($"{story.Lrn} is asked {question.Id} again in revision {view.Revision}, answered in {revision}");
            }
        }
        // One who waits for each answer before the next look sees a declaration grow only.
        if (view.Revision < story.Seen.Revision) day.Violate($"{story.Lrn} was at revision {story.Seen.Revision} and is at {view.Revision}");
        story.Seen = (view.State, view.Revision);
    }

    private async Task Answer(DeclarationView view)
    {
        var asked = view.Questions.Where(_ => day.IsCalm || chance.Next(3) > 0).DefaultIfEmpty(view.Questions[0]).ToList();
        var request = new AnswerRequest { Answers = { asked.Select(Reply) } };
        var told = await declarant.Do($"/declarations/{story.Mrn}/answers", request, key: Person.Key());
        // Otherwise it has ended meanwhile, or what was asked has changed: the next look tells.
        if (!told.IsDone) return;
        var after = told.Read<DeclarationView>();
        story.Answered.AddRange(asked.Zip(request.Answers).Select(pair => (pair.First, pair.Second, after.Revision, DateTimeOffset.UtcNow)));
        day.Answered(asked.Count);
    }

    private Answer Reply(Question question)
    {
        if (question.Unit.Length > 0) return new Answer { Id = question.Id, Text = $"As to {question.Id}: it is on its way." };
        var isYes = chance.Next(3) == 0;
        return new Answer
        {
            Id = question.Id,
            Value = KnownAttribute.Find(question.Attribute)?.Kind == AttributeKind.Number ? new Cbm.Contracts.Scalar { Number = isYes ? "60" : "0" } : new Cbm.Contracts.Scalar { Flag = isYes },
        };
    }

    private async Task Arrive()
    {
        var notice = new ArrivalRequest { Place = "FIHEL", TransportDocument = Goods.Waybill };
        story.ArrivalTold = true;
        var told = await (chance.Next(2) == 0 ? declarant : carrier).Do($"/declarations/{story.Mrn}/arrival", notice, key: Person.Key());
        if (!told.IsDone) return;
        story.ArrivalHeardAt = DateTimeOffset.UtcNow;
        day.Arrived();
    }
}
