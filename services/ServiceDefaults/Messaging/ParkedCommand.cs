// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>
/// What an operator does about facts that were given up, on the service's own store while it runs: <c>parked</c> lists them,
/// <c>parked redrive ID</c> and <c>parked redrive all</c> send them again. Nothing of their content is shown. The relay looks
/// into its outbox every two seconds, whoever wrote there.
/// </summary>
public static class ParkedCommand
{
    private const string Usage = "parked | parked redrive ID | parked redrive all";

    /// <summary>Does it; 0: done, 1: it could not be, and why.</summary>
    /// <param name="args">Command line; settings may follow the verb.</param>
    /// <param name="configuration">The service's settings.</param>
    /// <param name="name">Name of the service's database file.</param>
    /// <param name="told">Told what there is, and what was done.</param>
    /// <param name="wrong">Told what is wrong.</param>
    /// <param name="clock">Time of the ages.</param>
    public static async Task<int> Run<TContext>(string[] args, IConfiguration configuration, string name, TextWriter told, TextWriter wrong, TimeProvider clock)
        where TContext : ServiceContext
    {
        var store = StoreSettings.Of(configuration, name);
        if (store.File is { } file && !File.Exists(file.Path))
        {
            wrong.WriteLine($"There is no store at {file.Path}; name its folder by Data:Folder.");
            return 1;
        }

        using var writer = StoreSetup.Writing<TContext>(store, _ => { });
        string[] words = [.. args.Skip(1).TakeWhile(word => !word.StartsWith('-'))];
        switch (words)
        {
            case []:
                await List(writer, told, clock.GetUtcNow());
                return 0;
            case ["redrive", "all"]:
                return await Redrive(writer, [.. (await Parked(writer)).Select(fact => fact.Id)], told, wrong);
            case ["redrive", var id] when long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var one):
                return await Redrive(writer, [one], told, wrong);
            default:
                wrong.WriteLine($"Say {Usage}.");
                return 1;
        }
    }

    private static async Task List<TContext>(Writer<TContext> writer, TextWriter told, DateTimeOffset now)
        where TContext : ServiceContext
    {
        told.WriteLine("id\tsubscriber\ttopic\tkey\tattempts\tparked for");
        foreach (var fact in await Parked(writer))
        {
            // What was set aside unread has no time.
            var age = fact.DueAt.Ticks > 0 && now > fact.DueAt ? (now - fact.DueAt).ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture) : "-";
            told.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fact.Id}\t{fact.Subscriber}\t{fact.Topic}\t{fact.Key}\t{fact.Attempts}\t{age}"));
        }
    }

    // Single columns: a damaged row is listed too.
    private static Task<List<Line>> Parked<TContext>(Writer<TContext> writer)
        where TContext : ServiceContext => writer.Commit(context => context.Outbox.AsNoTracking().Where(fact => fact.Parked).OrderBy(fact => fact.Id)
            .Select(fact => new Line(fact.Id, fact.Subscriber, fact.Topic, fact.Key, fact.Attempts, fact.DueAt)).ToListAsync());

    // One by one: a row that is damaged holds no other up.
    private static async Task<int> Redrive<TContext>(Writer<TContext> writer, IReadOnlyList<long> ids, TextWriter told, TextWriter wrong)
        where TContext : ServiceContext
    {
        var failed = 0;
        foreach (var id in ids)
        {
            try
            {
                if (await writer.Commit(context => Free(context, id)))
                {
                    told.WriteLine($"{id} is sent again.");
                    continue;
                }

                wrong.WriteLine($"{id} is not parked.");
            }
            catch (IOException damaged)
            {
                wrong.WriteLine($"{id} is damaged and stays parked: {damaged.Message}");
            }

            failed++;
        }

        told.WriteLine($"{ids.Count - failed} of {ids.Count} are sent again.");
        return failed == 0 ? 0 : 1;
    }

    private static async Task<bool> Free<TContext>(TContext context, long id)
        where TContext : ServiceContext
    {
        if (await context.Outbox.SingleOrDefaultAsync(fact => fact.Id == id && fact.Parked) is not { } fact)
        {
            return false;
        }

        (fact.Parked, fact.Attempts, fact.DueAt) = (false, 0, default);
        return true;
    }

    private sealed record Line(long Id, string Subscriber, string Topic, string Key, int Attempts, DateTimeOffset DueAt);
}
