// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.RegularExpressions;
using Cbm.Agencies;
using Cbm.Contracts;
using Cbm.Declarations.Slicing;
using Cbm.ServiceDefaults.Messaging;
using Cbm.TestKit;
using CsCheck;
using Google.Protobuf;
using Xunit;

namespace Cbm.IntegrationTests.Agencies;

/// <summary>
/// Wherever a slice goes, nothing is that its unit must not see: not in the message that brings it, not in any byte of the
/// agency's database, not in what the agency answers to officers, not in what it reports.
/// </summary>
public abstract partial class NothingForbidden<TAgency>(RunningAgency<TAgency> agency) : IClassFixture<RunningAgency<TAgency>>
    where TAgency : IAgency, new()
{
    // A full declaration of three goods items has about four thousand marks.
    private const int Marks = 10_000;

    private static readonly Slicer Knife = new(Register.Load(), "key"u8.ToArray(), (value, _, _) => value);

    // Mark → what was declared there, and who was sent the slice of it for which goods item.
    private readonly Dictionary<string, (string Unit, string Path, int Item, Dictionary<string, string> Paths)> _marks = [];
    private int _declarations;

    [Fact]
    public async Task In_no_message_no_byte_of_the_database_no_answer_and_no_report_is_what_a_unit_must_not_see()
    {
        foreach (var unit in agency.Agency.Units.Select(unit => unit.Code))
        {
            await Gen.Select(Gen.Int, Gen.Int[1, 3], Gen.OneOf(1.0, 0.8, 0.4)).SampleAsync((seed, items, share) => Lodge(unit, seed, items, share), iter: 6, threads: 1);
        }

        var stored = agency.DatabaseBytes().Sum(bytes => Check(Encoding.Latin1.GetString(bytes), "the database"));
        Assert.True(stored > 100, "Next to nothing is in the database: the test is blind.");
    }

    private async Task Lodge(string unit, int seed, int items, double share)
    {
        var number = ++_declarations;
        var marked = new MarkedDeclaration(seed, items, share, strays: true, from: 1_000_000 + (number * Marks));
        Assert.True(marked.Paths.Count < Marks);
        var mine = 1 + Math.Abs(seed % items);
        foreach (var (mark, path) in marked.Paths)
        {
            _marks[mark] = (unit, path, mine, marked.Paths);
        }

        var rule = new Requirement { Id = "TST-001", Unit = unit, Condition = "true", Verification = Verification.Register, BasePhysicalPct = 50, ReleaseBlocking = true, TargetReviewHours = 4 };
        var required = new DeterminedRequirement { Id = rule.Id, Agency = agency.Agency.Code, Unit = unit, Item = mine, Status = RequirementStatus.Required, Documents = { "N853" } };
        var slice = Knife.Cut(
            marked.Tree, new Determination { Requirements = { required } }, unit, _ => rule, new SliceOf($"26FI{number:D13}R", 1, "IM", DateTimeOffset.UtcNow))!;
        var fact = new SliceLodged { Slice = slice, Hash = SliceHash.Of(slice) };
        Check(Encoding.Latin1.GetString(fact.ToByteArray()), "the message");
        Assert.Equal(Verdict.Delivered, await agency.Hear(fact));

        var review = await agency.Review(slice);
        Check(review.ToString(), "the answer to the officer");
        var list = await agency.Reviews.ListReviewsAsync(new ListReviewsRequest { Agency = agency.Agency.Code, Limit = 200 }, agency.Officer());
        Check(list.ToString(), "the queue");
        foreach (var report in await agency.Reports(slice.Mrn))
        {
            Check(report.ToString(), "the report");
        }
    }

    /// <summary>Finds every mark in a text and fails at one that its unit must not see; says how many there were.</summary>
    private int Check(string text, string where)
    {
        var found = Mark().Matches(text).Select(match => match.Value).Distinct().ToList();
        foreach (var (unit, path, item, paths) in found.Select(mark => _marks[mark]))
        {
            Assert.True(MaySee.Allows(unit, path, item, paths), $"{unit} must not see {path}, and it is in {where}.");
        }

        return found.Count;
    }

    [GeneratedRegex(@"m\d{7}k")]
    private static partial Regex Mark();
}

public sealed class AgricultureSeesNothingForbidden(RunningAgency<Cbm.Agencies.Agriculture.AgricultureAgency> agency)
    : NothingForbidden<Cbm.Agencies.Agriculture.AgricultureAgency>(agency);

public sealed class CustomsSeesNothingForbidden(RunningAgency<Cbm.Agencies.Customs.CustomsAgency> agency)
    : NothingForbidden<Cbm.Agencies.Customs.CustomsAgency>(agency);

public sealed class HealthSeesNothingForbidden(RunningAgency<Cbm.Agencies.Health.HealthAgency> agency)
    : NothingForbidden<Cbm.Agencies.Health.HealthAgency>(agency);

public sealed class StandardsSeesNothingForbidden(RunningAgency<Cbm.Agencies.Standards.StandardsAgency> agency)
    : NothingForbidden<Cbm.Agencies.Standards.StandardsAgency>(agency);
