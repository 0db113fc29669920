// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>
/// Every row carries a checksum over its other columns, made when it is written and looked at when it is read. A page that was
/// torn or overwritten in the midst of a value is a database that SQLite still reads; this one does not answer from it. It is the
/// row's version too: who writes over a row must have read what stands in it, which counts where replicas share a store. Its last
/// byte says by which generation of the columns it was made (<see cref="SealedSinceAttribute"/>), so that two versions of a
/// service, side by side while one is rolled out, take neither's rows for damaged.
/// </summary>
public sealed class RowSeal : SaveChangesInterceptor, IMaterializationInterceptor
{
    /// <summary>The column; 0: the row was written before there were seals.</summary>
    public const string Column = "Seal";

    /// <summary>The one there is.</summary>
    public static RowSeal Instance { get; } = new();

    private const long Generation = 0xFF;

    private readonly ConcurrentDictionary<IEntityType, (IProperty Property, int Since)[]> _sealed = new();

    /// <summary>Gives every table of a model its column.</summary>
    /// <param name="model">The model.</param>
    /// <param name="except">Rows that prove themselves, and must be readable where they do not: the log.</param>
    public static void AddTo(ModelBuilder model, params Type[] except)
    {
        foreach (var type in model.Model.GetEntityTypes().Where(type => !except.Contains(type.ClrType)).ToList())
        {
            model.Entity(type.ClrType).Property<long>(Column).IsConcurrencyToken();
        }
    }

    /// <inheritdoc/>
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        foreach (var entry in eventData.Context!.ChangeTracker.Entries()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified && entry.Metadata.FindProperty(Column) is not null))
        {
            entry.Property(Column).CurrentValue = Of(entry.Metadata, entry.Entity, Newest(entry.Metadata));
        }

        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(SavingChanges(eventData, result));

    /// <inheritdoc/>
    public object InitializedInstance(MaterializationInterceptionData materializationData, object entity)
    {
        if (materializationData.EntityType.FindProperty(Column) is null)
        {
            return entity;
        }

        // What a newer version has written covers columns that are not known here: it is read unproved.
        var type = materializationData.EntityType;
        var seal = materializationData.GetPropertyValue<long>(Column);
        var generation = (int)(seal & Generation);
        return seal == 0 || generation > Newest(type) || seal == Of(type, entity, generation)
            ? entity
            : throw new IOException($"A row of {materializationData.EntityType.GetTableName()} is damaged: its content is not what was written.");
    }

    private int Newest(IEntityType type) => _sealed.GetOrAdd(type, Sealed).Max(column => column.Since);

    // Never 0. What the database gives (a number that counts on) is not known when the row is written. A value that is empty
    // counts for nothing.
    private long Of(IEntityType type, object entity, int generation)
    {
        var (low, high) = (0x9E3779B9u, 0x7F4A7C15u);
        foreach (var (property, since) in _sealed.GetOrAdd(type, Sealed))
        {
            if (since <= generation && property.GetGetter().GetClrValue(entity) is { } value && !IsEmpty(value))
            {
                low = Add(Add(low, property.Name), value);
                high = BitOperations.Crc32C(high, low);
            }
        }

        return ((((long)high << 32) | low) & ~Generation) | (long)generation;
    }

    private static (IProperty Property, int Since)[] Sealed(IEntityType type) =>
        [.. type.GetProperties().Where(property => property.ValueGenerated == ValueGenerated.Never && !property.IsShadowProperty())
            .Select(property => (property, property.PropertyInfo?.GetCustomAttribute<SealedSinceAttribute>()?.Generation ?? 1))];

    private static bool IsEmpty(object value) => value switch
    {
        string text => text.Length == 0,
        byte[] bytes => bytes.Length == 0,
        bool flag => !flag,
        DateTimeOffset time => time.UtcTicks == 0,
        _ => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture) == 0,
    };

    // Text ends at its first NUL, as SQLite has it.
    private static uint Add(uint sum, object value) => value switch
    {
        string text => Add(sum, MemoryMarshal.AsBytes(text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var end ? text.AsSpan(0, end) : text.AsSpan())),
        byte[] bytes => Add(sum, bytes.AsSpan()),
        DateTimeOffset time => BitOperations.Crc32C(sum, (ulong)time.UtcTicks),
        bool flag => BitOperations.Crc32C(sum, flag ? (byte)2 : (byte)3),
        _ => BitOperations.Crc32C(sum, (ulong)Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        sum = BitOperations.Crc32C(sum, (uint)bytes.Length);
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var one in bytes)
        {
            sum = BitOperations.Crc32C(sum, one);
        }

        return sum;
    }
}

/// <summary>A column that a later version of the model has added to its table.</summary>
/// <param name="generation">One more than the highest that the table had before, from 2; at most 255.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SealedSinceAttribute(int generation) : Attribute
{
    /// <summary>Seals of this generation and later ones cover it.</summary>
    public int Generation { get; } = generation;
}
