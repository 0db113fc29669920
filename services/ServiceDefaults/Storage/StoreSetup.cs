// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Reads;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>Gives a service its database.</summary>
public static class StoreSetup
{
    /// <summary>The service's database: the one way to write, and readers that never wait for it.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="name">Name of its file.</param>
    /// <param name="writing">What the service adds to the writer's context.</param>
    /// <typeparam name="TContext">The service's model, with its migrations for SQLite.</typeparam>
    /// <typeparam name="TServer">The same with its migrations for SQL Server.</typeparam>
    public static void AddDatabase<TContext, TServer>(this WebApplicationBuilder builder, string name, Action<IServiceProvider, DbContextOptionsBuilder>? writing = null)
        where TContext : ServiceContext
        where TServer : TContext
    {
        builder.Services.AddSingleton(_ => StoreSettings.Of(builder.Configuration, name));
        builder.Services.AddSingleton(services => Writing<TContext>(
            services.GetRequiredService<StoreSettings>(), options => writing?.Invoke(services, options)));
        builder.Services.AddSingleton(services => new Leases<TContext>(
            services.GetRequiredService<Writer<TContext>>(), services.GetRequiredService<TimeProvider>(), Guid.NewGuid().ToString("N")));
        builder.Services.AddSingleton(services => new ReadLog(
            read => services.GetRequiredService<Writer<TContext>>().Commit(context =>
            {
                context.Reads.Add(read);
                return Task.CompletedTask;
            }),
            services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IDbContextFactory<TContext>>(services => new PooledDbContextFactory<TContext>(
            Options<TContext>(services.GetRequiredService<StoreSettings>().Reading)));
        builder.Services.AddHostedService<IdempotencySweep<TContext>>();
        builder.Services.MustHaveStore(inside => Migrating<TContext, TServer>(inside.GetRequiredService<StoreSettings>()));
    }

    /// <summary>Applies migrations in Development; elsewhere a job does it, and on a server the service waits until it has.</summary>
    /// <typeparam name="TContext">The service's model, with its migrations for SQLite.</typeparam>
    /// <typeparam name="TServer">The same with its migrations for SQL Server.</typeparam>
    public static void BeginOnStore<TContext, TServer>(this WebApplication app)
        where TContext : ServiceContext
        where TServer : TContext
    {
        var (store, isDevelopment) = (app.Services.GetRequiredService<StoreSettings>(), app.Environment.IsDevelopment());
        if (store.File is null)
        {
            StoreWait.Until(() => Migrating<TContext, TServer>(store), app.Logger, isDevelopment ? database => store.Migrate(database) : null).GetAwaiter().GetResult();
        }
        else if (!isDevelopment)
        {
            return;
        }

        // The writer first: it makes a file a WAL database before any reader opens it.
        var writer = app.Services.GetRequiredService<Writer<TContext>>();
        if (store.File is not null)
        {
            using var context = Migrating<TContext, TServer>(store);
            store.Migrate(context.Database).GetAwaiter().GetResult();
        }

        if (store.IsShared)
        {
            // Replicas may begin it in the same moment: the second to come finds it begun.
            writer.Commit(BeginFirstLife).GetAwaiter().GetResult();
        }
    }

    /// <summary>
    /// The job of an operator (argument migrate): applies what is not yet applied, before a version is rolled out. A store that has
    /// no life yet begins one; after it was put back the argument restored begins a new one, so that partners compare what they know
    /// with what it knows.
    /// </summary>
    /// <param name="configuration">Settings of the service.</param>
    /// <param name="name">Name of its file.</param>
    /// <param name="isPutBack">Whether the store was put back from a copy.</param>
    /// <typeparam name="TContext">The service's model, with its migrations for SQLite.</typeparam>
    /// <typeparam name="TServer">The same with its migrations for SQL Server.</typeparam>
    /// <returns>What was applied.</returns>
    public static async Task<IReadOnlyList<string>> Migrate<TContext, TServer>(IConfiguration configuration, string name, bool isPutBack = false)
        where TContext : ServiceContext
        where TServer : TContext
    {
        var store = StoreSettings.Of(configuration, name);
        await using var context = Migrating<TContext, TServer>(store);
        var pending = (await context.Database.GetPendingMigrationsAsync()).ToList();
        store.File?.MustBeWhole();
        await store.Migrate(context.Database);
        await (isPutBack ? context.BeginLife() : BeginFirstLife(context));
        await context.SaveChangesAsync();
        return pending;
    }

    /// <summary>What the job says of what it did.</summary>
    public static string Told(IReadOnlyList<string> applied) => applied.Count == 0 ? "No migration was pending." : $"Applied: {string.Join(", ", applied)}.";

    private static async Task BeginFirstLife(ServiceContext context)
    {
        if (!await context.Marks.AnyAsync(mark => mark.Partner == PartnerMarks.Self))
        {
            await context.BeginLife();
        }
    }

    private static ServiceContext Migrating<TContext, TServer>(StoreSettings store)
        where TContext : ServiceContext
        where TServer : TContext =>
        store.File is null
            ? (TServer)Activator.CreateInstance(typeof(TServer), Options<TServer>(store.Writing))!
            : (TContext)Activator.CreateInstance(typeof(TContext), Options<TContext>(store.Writing))!;

    /// <summary>The one way to write to a store.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="more">What the service adds to the writer's context.</param>
    public static Writer<TContext> Writing<TContext>(StoreSettings store, Action<DbContextOptionsBuilder> more)
        where TContext : ServiceContext =>
        store.File is { } file
            ? new GatheringWriter<TContext>(file, more, store.IsShared)
            : new PlainWriter<TContext>(Options<TContext>(options =>
            {
                store.Writing(options);
                more(options);
            }));

    private static DbContextOptions<TContext> Options<TContext>(Action<DbContextOptionsBuilder> configure)
        where TContext : ServiceContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        configure(options);
        options.AddInterceptors(RowSeal.Instance);
        return options.Options;
    }
}
