// SPDX-License-Identifier: Apache-2.0
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>What SQL Server must be told of a model that SQLite does by itself: text is compared as it is written, and what is a key has a length.</summary>
public static class SqlServerShape
{
    /// <summary>Collation of text that is looked for whatever its case.</summary>
    public const string AnyCase = "Latin1_General_CI_AS";

    private const string AsWritten = "Latin1_General_BIN2";
    private const int LongestKey = 200;

    // A key of a clustered index has 900 bytes, 450 characters.
    private static readonly Dictionary<string, int> Lengths = new() { ["Mrn"] = 35, ["Unit"] = 30, ["Lane"] = 35, ["Caller"] = 190, ["Key"] = 255 };

    /// <summary>Tells it, where the model is SQL Server's; the last thing that is said of a model.</summary>
    public static void AddTo(ModelBuilder model, DatabaseFacade database)
    {
        if (!database.IsSqlServer())
        {
            return;
        }

        foreach (var text in model.Model.GetEntityTypes().SelectMany(type => type.GetProperties()).Where(property => property.ClrType == typeof(string)).ToList())
        {
            text.SetCollation(text.GetCollation() ?? AsWritten);
            if (text.GetMaxLength() is null && (text.IsKey() || text.IsForeignKey() || text.IsIndex()))
            {
                text.SetMaxLength(Lengths.GetValueOrDefault(text.Name, LongestKey));
            }
        }
    }
}
