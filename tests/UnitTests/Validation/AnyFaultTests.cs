// SPDX-License-Identifier: Apache-2.0
using System.Xml.Linq;
using Cbm.Contracts.Serialisation;
using Cbm.Declarations.Validation;
using Cbm.TestKit;
using Xunit;

namespace Cbm.UnitTests.Validation;

/// <summary>One message of each type of declaration, with every one of its elements taken out or misspelt in turn: never more than one error.</summary>
public sealed class AnyFaultTests
{
    [ConformanceFact]
    public async Task One_element_gone_or_misspelt_is_at_most_one_error()
    {
        var wrong = new List<string>();
        var tried = new HashSet<string>();
        foreach (var file in Given.AcceptedFiles())
        {
            var document = XDocument.Load(Path.Combine(Conformance.Folder!, "hmrc", file));
            var declaration = document.Descendants().First(e => e.Name.LocalName == "Declaration");
            if (!tried.Add(declaration.Elements().First(e => e.Name.LocalName == "TypeCode").Value)) continue;
            foreach (var element in declaration.Descendants().ToList())
            {
                var (name, above, next) = (element.Name, element.Parent!, element.NextNode);
                element.Name = name.Namespace + name.LocalName.Remove(name.LocalName.Length / 2, 1);
                wrong.AddRange(await MoreThanOneAsync(document, $"{file}: {name.LocalName} misspelt"));
                element.Name = name;

                element.Remove();
                wrong.AddRange(await MoreThanOneAsync(document, $"{file}: {name.LocalName} gone"));
                if (next is null) above.Add(element);
                else next.AddBeforeSelf(element);
            }
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Take(20)));
        Assert.True(tried.Count >= 18, $"{tried.Count} types");
    }

    private static async Task<IEnumerable<string>> MoreThanOneAsync(XDocument document, string what)
    {
        using var stream = new MemoryStream();
        document.Save(stream, SaveOptions.DisableFormatting);
        stream.Position = 0;
        var reading = await XmlReading.ReadDeclarationAsync(stream, XmlLimits.Default, CancellationToken.None);
        if (reading.Message is null) return [$"{what}: {reading.NotReadable}"];
        var (errors, _) = DeclarationValidation.Check(reading, Given.Finland);
        return errors.Count > 1 ? [$"{what}: {string.Join("; ", errors.Select(e => $"{e.Code} {e.Pointer}"))}"] : [];
    }
}
