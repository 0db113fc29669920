// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Agencies.Intake;
using Cbm.Contracts;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Agencies.Reviews;

/// <summary>A round of questions from an officer to the trader. Pure.</summary>
public static class Asking
{
    private const int MostQuestions = 50;
    private const int LongestText = 1000;
    private const int MostDays = 60;

    // Trader's answer limit (brief 11.2).
    private const int UsualDays = 5;

    /// <summary>Everything that is wrong with the request.</summary>
    public static IEnumerable<Fault> Faults(Slice slice, RequestInformationRequest request)
    {
        if (request.Questions.Count is 0 or > MostQuestions)
        {
            yield return new Fault { Code = "SWA013", Path = "questions", Message = $"Ask between 1 and {MostQuestions} questions." };
        }

        if (request.DueDays is < 0 or > MostDays)
        {
            yield return new Fault { Code = "SWA014", Path = "dueDays", Message = $"Give between 1 and {MostDays} working days; without it they are {UsualDays}." };
        }

        for (var index = 0; index < request.Questions.Count; index++)
        {
            var question = request.Questions[index];
            if (string.IsNullOrWhiteSpace(question.Text) || question.Text.Length > LongestText)
            {
                yield return new Fault { Code = "SWA015", Path = $"questions[{index}].text", Message = $"Say what you ask, in up to {LongestText} characters." };
            }

            if (question.Item != 0 && SliceFacts.ItemOf(slice, question.Item) is null)
            {
                yield return new Fault { Code = "SWA003", Path = $"questions[{index}].item", Message = $"The slice has no goods item {question.Item}." };
            }
        }
    }

    /// <summary>Whether the trader's answer is still waited for.</summary>
    public static bool IsOpen(InformationRequest request) => request.AnsweredAt is null && request.ExpiredAt is null;

    /// <summary>The round, with ids that no other round of the declaration has.</summary>
    public static InformationRequest Round(Review review, RequestInformationRequest request, string officer, DateTimeOffset now)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{review.Unit}-{review.Version}-{review.Requests.Count + 1}");
        var round = new InformationRequest
        {
            Id = id,
            AskedAt = Timestamp.FromDateTimeOffset(now),
            Due = Timestamp.FromDateTimeOffset(AfterWorkingDays(now, request.DueDays == 0 ? UsualDays : request.DueDays)),
            By = officer,
        };
        round.Questions.AddRange(request.Questions.Select((question, index) => new InformationQuestion(question)
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{id}-{index + 1}"),
        }));
        return round;
    }

    /// <summary>The same hour so many working days later; Saturdays and Sundays are none.</summary>
    public static DateTimeOffset AfterWorkingDays(DateTimeOffset from, int days)
    {
        var day = from;
        while (days > 0)
        {
            day = day.AddDays(1);
            days -= day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        }

        return day;
    }
}
