// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Cbm.Contracts;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>One page of a list: how many, and after which.</summary>
public static class Page
{
    private const int Usual = 50;
    private const int Most = 200;

    /// <summary>The number of rows asked for: 1 to 200, 50 where nothing is said (null).</summary>
    public static int Limit(int? asked, List<Fault> faults)
    {
        if (asked is < 1 or > Most)
        {
            faults.Add(new Fault { Code = "SWA016", Path = "limit", Message = $"Ask for 1 to {Most}." });
        }

        return asked ?? Usual;
    }

    /// <summary>The numbers and the text of a cursor, null where none was sent; one that is not ours is a fault.</summary>
    /// <param name="cursor">As it was sent.</param>
    /// <param name="faults">Takes the fault.</param>
    /// <param name="most">The greatest that each of its numbers can be.</param>
    public static (long[] Numbers, string Text)? After(string cursor, List<Fault> faults, params ReadOnlySpan<long> most)
    {
        if (cursor.Length == 0)
        {
            return null;
        }

        var found = Base64Url.IsValid(cursor) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('|') : [];
        var numbers = new long[most.Length];
        var isOurs = found.Length == most.Length + 1;
        for (var index = 0; isOurs && index < numbers.Length; index++)
        {
            isOurs = long.TryParse(found[index], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index]) && numbers[index] <= most[index];
        }

        if (isOurs)
        {
            return (numbers, found[^1]);
        }

        faults.Add(new Fault { Code = "SWA017", Path = "cursor", Message = "Take the cursor from the page before, as it is." });
        return null;
    }

    /// <summary>A cursor of these parts: numbers, then one text.</summary>
    public static string Cursor(params object[] parts) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('|', parts.Select(part => Convert.ToString(part, CultureInfo.InvariantCulture)))));
}
