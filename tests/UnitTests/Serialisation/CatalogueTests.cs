// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using Cbm.Contracts.Serialisation;
using Xunit;

namespace Cbm.UnitTests.Serialisation;

public class CatalogueTests
{
    [Fact]
    public void Every_code_of_reading_is_in_the_published_catalogue_and_fits_a_response()
    {
        using var stream = typeof(ReadingCode).Assembly.GetManifestResourceStream("codelists/errors.csv")!;
        using var reader = new StreamReader(stream);
        var published = reader.ReadToEnd().Split('\n').Skip(1).Select(line => line.Split(',')[0]).ToHashSet();
        var used = typeof(ReadingCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToList();

        Assert.NotEmpty(used);
        Assert.Equal(used.Count, used.Distinct().Count());
        Assert.All(used, code => Assert.Contains(code, published));
        // ValidationCode is an..8.
        Assert.All(used, code => Assert.InRange(code.Length, 1, 8));
    }
}
