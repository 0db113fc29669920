// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Conditions;
using Cbm.Declarations.Determination;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Declarations.Slicing;

/// <summary>What a slice says of the declaration beside its content; direction is IM, EX or TR.</summary>
public sealed record SliceOf(string Mrn, int Version, string Direction, DateTimeOffset LodgedAt)
{
    /// <summary>Holds on the whole consignment, of which every unit hears.</summary>
    public IReadOnlyList<ConsignmentHold> Holds { get; init; } = [];
}

/// <summary>
/// Cuts each unit its slice by the register: a pure function of its arguments. <paramref name="pseudonymKey"/> keys the pseudonyms;
/// <paramref name="eur"/> turns an amount and its currency into EUR at the rate of a day, null where there is no rate.
/// </summary>
public sealed class Slicer(Register register, byte[] pseudonymKey, Func<decimal, string, DateOnly, decimal?> eur)
{
    private const string ItemPath = "Declaration/GoodsShipment/GovernmentAgencyGoodsItem/";

    private readonly Dictionary<string, Plan> _plans = register.Units.ToDictionary(unit => unit, unit => Plan.Compile(register, unit));

    /// <summary>
    /// Units that must review the declaration, in a fixed order; a question alone opens no review (brief 2.3), but the lead
    /// unit reviews every declaration: release is its legal act (brief 11.2).
    /// </summary>
    public static IReadOnlyList<string> Units(Contracts.Determination determination, string leadUnit = "") =>
    [
        .. determination.Requirements.Where(r => Applies(r) && r.Status != RequirementStatus.Question).Select(r => r.Unit)
            .Append(leadUnit).Where(unit => unit.Length > 0).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// The unit's slice, or null where it has neither a requirement nor a question; the lead unit of <paramref name="leadAgency"/>
    /// then gets all goods items. <paramref name="rule"/> finds a requirement by its id. A unit without a column in the register
    /// is an <see cref="ArgumentException"/>: it sees nothing.
    /// </summary>
    public Slice? Cut(
        Declaration tree, Contracts.Determination determination, string unit, Func<string, Requirement?> rule, SliceOf of, string leadUnit = "", string leadAgency = "")
    {
        if (!_plans.TryGetValue(unit, out var plan))
        {
            throw new ArgumentException($"The register has no column for {unit}.", nameof(unit));
        }

        var requirements = determination.Requirements.Where(r => r.Unit == unit && Applies(r)).ToList();
        var own = new SortedDictionary<int, OwnRecords>();
        foreach (var requirement in requirements)
        {
            OwnOf(own, requirement.Item, unit).Add(requirement, rule(requirement.Id));
        }

        var waiting = requirements.Where(r => r.Status == RequirementStatus.Question).ToLookup(r => r.Id, r => r.Item).ToDictionary(r => r.Key, r => r.ToHashSet());
        var questions = determination.Questions.Select(q => Narrowed(q, waiting, rule)).OfType<Question>().ToList();
        foreach (var (question, item) in questions.SelectMany(q => q.Items.Select(i => (q, i))))
        {
            OwnOf(own, item, unit).Add(question);
        }

        if (own.Count == 0)
        {
            if (unit != leadUnit) return null;
            for (var item = 1; item <= tree.GoodsShipment?.GovernmentAgencyGoodsItem.Count; item++) OwnOf(own, item, unit);
        }

        var view = new View(unit, pseudonymKey, own, new(_ => false));
        return new()
        {
            Mrn = of.Mrn,
            Version = of.Version,
            Agency = requirements.Select(r => r.Agency).FirstOrDefault() ?? (unit == leadUnit ? leadAgency : ""),
            Unit = unit,
            Declaration = (Declaration?)plan.Project(tree, Kinds.None, view) ?? new(),
            Items = { Items(tree, unit, own, of.LodgedAt) },
            Requirements = { requirements.Select(r => Stated(r, rule(r.Id))) },
            Questions = { questions },
            Direction = of.Direction,
            LodgedAt = of.LodgedAt.ToTimestamp(),
            Holds = { of.Holds },
        };
    }

    private static bool Applies(DeterminedRequirement requirement) => requirement.Status != RequirementStatus.NotApplicable;

    private OwnRecords OwnOf(SortedDictionary<int, OwnRecords> own, int item, string unit) =>
        own.TryGetValue(item, out var there) ? there : own[item] = new(element => Reads(unit, ItemPath + element));

    private bool Reads(string unit, string path) => register.Of(unit, path, Kinds.None) == Sight.Read;

    private IEnumerable<SliceItem> Items(Declaration tree, string unit, SortedDictionary<int, OwnRecords> own, DateTimeOffset lodged)
    {
        var banded = register.Of(unit, ItemPath + "StatisticalValueAmount", Kinds.None) == Sight.Band;
        var goods = tree.GoodsShipment?.GovernmentAgencyGoodsItem;

        // At the rate of that day: the same version cut again has the same bytes.
        var day = DateOnly.FromDateTime(lodged.UtcDateTime);
        foreach (var (number, records) in own)
        {
            if (goods is null || number < 1 || number > goods.Count)
            {
                continue;
            }

            var item = goods[number - 1];
            yield return new()
            {
                Item = number,
                Origin = CountryOfOrigin.Of(tree, item) is var (country, path) && Reads(unit, path) ? country : "",
                ValueBand = banded ? ValueBand.Of(item.StatisticalValueAmount, (amount, currency) => eur(amount, currency, day)) : "",
                OtherDocuments =
                {
                    item.AdditionalDocument
                        .Where(d => register.Of(unit, ItemPath + "AdditionalDocument/TypeCode", View.Of(d, records)) == Sight.Status)
                        .Select(DocumentCodes.Of).Where(code => code.Length > 0).Distinct().Order(StringComparer.Ordinal)
                        .Select(code => new DocumentStatus { Code = code, Status = "DECLARED" }),
                },
            };
        }
    }

    private static SliceRequirement Stated(DeterminedRequirement requirement, Requirement? rule) => new()
    {
        Requirement = requirement.Clone(),
        Verification = rule?.Verification ?? Verification.Unspecified,
        BasePhysicalPct = rule?.BasePhysicalPct ?? 0,
        // Doubt closes the gate: a rule that cannot be found holds release.
        ReleaseBlocking = rule?.ReleaseBlocking ?? true,
        HoldScope = rule?.HoldScope ?? HoldScope.Item,
    };

    // One question may wait for the rules of several units: each hears of its own rules and goods items only.
    private static Question? Narrowed(Question question, Dictionary<string, HashSet<int>> waiting, Func<string, Requirement?> rule)
    {
        var mine = question.Requirements.Where(waiting.ContainsKey).ToList();
        // A question about the whole declaration stays one.
        var items = question.Items.Where(item => mine.Exists(id => waiting[id].Contains(item))).ToList();
        if (mine.Count == 0 || items.Count == 0 && question.Items.Count > 0)
        {
            return null;
        }

        var narrowed = question.Clone();
        narrowed.Requirements.Clear();
        narrowed.Requirements.AddRange(mine);
        narrowed.Items.Clear();
        narrowed.Items.AddRange(items);
        if (items.Count > 0 && QuestionText.Find(question.Attribute) is { } words)
        {
            (narrowed.Text, narrowed.Pointer) = (words.For(items), words.Pointer(items[0]));
        }

        var disclaimers = mine.Select(id => rule(id)).OfType<Requirement>()
            .Select(r => r.DisclaimerCode.Length > 0 ? r.DisclaimerCode : r.Obligation == Obligation.May ? DocumentCodes.NationalDisclaimer : "").ToHashSet();
        narrowed.Disclaimers.Clear();
        narrowed.Disclaimers.AddRange(question.Disclaimers.Where(disclaimers.Contains));
        return narrowed;
    }
}
