// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cbm.ServiceDefaults.Reads;

/// <summary>
/// Whom personal or commercial data was given in office, and why. It is put down before it is given: what cannot be put down is
/// not given. What an officer does with a review stands in the review's own history and is not told twice.
/// </summary>
/// <param name="put">Stores one read.</param>
/// <param name="clock">Time of the read.</param>
public sealed class ReadLog(Func<ReadRow, Task> put, TimeProvider clock)
{
    /// <summary>Header or metadata that says why, for the log.</summary>
    public const string Header = "X-Purpose";

    private const int LongestPurpose = 200;

    // The offices, and what each is there for.
    private static readonly (string Role, string Purpose)[] Offices =
    [
        ("officer", "review"), ("supervisor", "supervision"), ("coordinator", "coordination"), ("auditor", "audit"), ("admin", "administration"),
    ];

    // What tells one thing from another, wherever the contract names it so.
    private static readonly string[] Names = ["id", "mrn", "number"];

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>
    /// Puts down what is about to be given, where the caller has an office and the operation is one of those, or is one that changes
    /// something and does not, since it was done under the same Idempotency-Key before.
    /// Refused: a purpose that cannot be read (SWR024).
    /// </summary>
    /// <param name="access">The operation's access option.</param>
    /// <param name="call">The call.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="answer">What is to be given; null: what was asked for.</param>
    public static Task Note(Access? access, ServerCallContext call, IMessage request, IMessage? answer = null)
    {
        // Looked at first, since most calls end here: who calls is read from its claims.
        if (!(access is { Logged: true } || call.IsAnsweredAgain()))
        {
            return Task.CompletedTask;
        }

        var caller = Caller.Of(call);
        if (Offices.FirstOrDefault(office => caller.Is(office.Role)) is not { Role: { } role } office)
        {
            return Task.CompletedTask;
        }

        var given = answer is null ? [] : Ids(answer).Distinct().ToList();
        var log = call.GetHttpContext().RequestServices.GetRequiredService<ReadLog>();
        return log.Put(new ReadRow
        {
            At = log.Now,
            By = caller.Subject,
            Office = string.Join(' ', [role, .. caller.Agency is { } agency ? [agency] : Array.Empty<string>(), .. caller.Units.Order(StringComparer.Ordinal)]),
            Operation = call.Method[(call.Method.LastIndexOf('/') + 1)..],
            About = string.Join(' ', given.Count > 0 ? given : Ids(request).DefaultIfEmpty(Text(request, "unit") ?? "")),
            Purpose = Stated(call) ?? office.Purpose,
            Correlation = Correlation.Current ?? "",
        });
    }

    /// <summary>A page of the log, the newest first.</summary>
    public static async Task<ReadList> List(
        ServiceContext context, (string About, string By) wanted, int? asked, string cursor, CancellationToken cancel)
    {
        var faults = new List<Fault>();
        var limit = Page.Limit(asked, faults);
        var after = Page.After(cursor, faults, long.MaxValue);
        faults.RefuseIfAny();
        var (rows, about) = (context.Reads.AsNoTracking(), wanted.About.Replace(' ', '_'));
        rows = about.Length > 0 ? rows.Where(row => row.About.Contains(about)) : rows;
        rows = wanted.By.Length > 0 ? rows.Where(row => row.By == wanted.By) : rows;
        rows = after?.Numbers[0] is { } last ? rows.Where(row => row.Id < last) : rows;
        var page = await rows.OrderByDescending(row => row.Id).Take(limit + 1).ToListAsync(cancel);
        var list = new ReadList { Next = page.Count > limit ? Page.Cursor(page[limit - 1].Id, "") : "" };
        list.Reads.AddRange(page.Take(limit).Select(row => new LoggedRead
        {
            At = row.At.ToTimestamp(),
            By = row.By,
            Office = row.Office,
            Operation = row.Operation,
            About = { row.About.Split(' ', StringSplitOptions.RemoveEmptyEntries) },
            Purpose = row.Purpose,
            Correlation = row.Correlation,
        }));
        return list;
    }

    private Task Put(ReadRow row) => put(row);

    private static string? Stated(ServerCallContext call)
    {
        var stated = call.GetHttpContext().Request.Headers[Header].ToString().Trim();
        return stated.Length == 0 ? null
            : stated.Length <= LongestPurpose && !stated.Any(char.IsControl) ? stated
            : throw Refusal.Invalid("SWR024", Header, $"Say the purpose in up to {LongestPurpose} characters.");
    }

    internal static IEnumerable<string> Ids(IMessage message)
    {
        if (Names.Select(name => Text(message, name)).FirstOrDefault(text => text is not null) is { } id)
        {
            return [id.Replace(' ', '_')];
        }

        return message.Descriptor.Fields.InDeclarationOrder().Where(field => field is { IsRepeated: true, IsMap: false, FieldType: FieldType.Message })
            .SelectMany(field => ((System.Collections.IList)field.Accessor.GetValue(message)).Cast<IMessage>().SelectMany(Ids));
    }

    private static string? Text(IMessage message, string name) =>
        message.Descriptor.FindFieldByName(name) is { FieldType: FieldType.String, IsRepeated: false } field
        && field.Accessor.GetValue(message) is string { Length: > 0 } text ? text : null;
}
