// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Xml.Linq;
using Cbm.TestKit;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>The published amendments and cancellations: over their originals where those are published, and alone.</summary>
public sealed class PublishedMessageTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    private DeclarationCaller Broker => window.As(window.Issuer.Token("broker", "agent", party: "FI1111111-1", represents: ["*"]));

    [ConformanceTheory]
    [InlineData("TT_Add_Item_Scenario_v1__Step1_Declaration.xml", "TT_Add_Item_Scenario_v1__Step2_Amendment.xml")]
    [InlineData("TT_EX009a__TT_EX009a.xml", "TT_EX009a__Step5_TT_EX009a_Amendment.xml")]
    [InlineData("TT_IM005b__TT_IM005b.xml", "TT_IM005b__TT_IM005b_Amendment.xml")]
    [InlineData("TT_IM016a__TT_IM016a.xml", "TT_IM016a__TT_IM016a_Amendment.xml")]
    [InlineData("TT_IM033b__TT_IM033b.xml", "TT_IM033b__TT_IM033b_Amendment.xml")]
    [InlineData("TT_IM068a__TT_IM068a.xml", "TT_IM068a__Step2_TT_IM68a_Amendment.xml")]
    public async Task An_amendment_is_applied_to_its_original(string original, string message)
    {
        var lodged = await Post(await Read(original));
        Assert.True(lodged.Status == HttpStatusCode.Created, lodged.ToString());
        var amended = await Post(About(await Read(message), lodged.Mrn));
        Assert.True(amended.Status == HttpStatusCode.OK, amended.ToString());
        Assert.Equal((lodged.Mrn, 2), (amended.Mrn, (int)amended.Json["version"]!));
    }

    [ConformanceFact]
    public async Task A_cancellation_is_applied_to_its_original()
    {
        var lodged = await Post(await Read("TT_EX052a__Step1_TT_EX052a.xml"));
        var cancelled = await Post(About(await Read("TT_EX052a__Step3_Cancellation.xml"), lodged.Mrn));
        Assert.Equal((HttpStatusCode.OK, "CANCELLED"), (cancelled.Status, cancelled.State));
    }

    [ConformanceTheory]
    [InlineData("TT_IM008b__TT_IM008b_Amendment.xml", "SWA088")]
    [InlineData("TT_IM011a__TT_IM011a_Amendment.xml", null)]
    [InlineData("TT_IM017a__TT_IM017a_Amendment.xml", "SWA082")]
    [InlineData("TT_IM061b__TT_IM061b_Amendment.xml", "SWA088")]
    [InlineData("TT_IM082a__TT_IM002c_Complex_Multi_Amendment.xml", "SWA088")]
    [InlineData("TT_EX052a__Step3_Cancellation.xml", null)]
    public async Task Without_its_original_there_is_nothing_to_apply_it_to_and_over_another_it_does_not_fit(string message, string? error)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await Post(await Read(message))).Status);
        if (error is not null)
        {
            var other = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
            Assert.Contains(error, (await Post(About(await Read(message), other))).Errors);
        }
    }

    private static async Task<string> Read(string file) => await File.ReadAllTextAsync(Path.Combine(Conformance.Folder!, "hmrc", file));

    // The same message about a declaration of this window.
    private static string About(string message, string mrn)
    {
        var document = XDocument.Parse(message);
        document.Descendants().First(element => element.Name.LocalName == "Declaration").Elements().Single(element => element.Name.LocalName == "ID").Value = mrn;
        return document.ToString();
    }

    private Task<HttpAnswer> Post(string xml) => Broker.Post("/api/v1/declarations", xml, "application/xml");
}
