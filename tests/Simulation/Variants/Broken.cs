// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Simulation.Variants;

/// <summary>Every broken variant, by its name.</summary>
public static class Broken
{
    private static readonly Dictionary<string, Func<Variant>> Variants = new()
    {
        ["announces-before-saving"] = () => new AnnouncesBeforeSaving(),
        ["checks-no-duplicates"] = () => new ChecksNoDuplicates(),
        ["releases-without-presentation"] = () => new ReleasesWithoutPresentation(),
        ["loses-outbox-rows"] = () => new LosesOutboxRows(),
        ["cuts-wider-slices"] = () => new CutsWiderSlices(),
        ["breaks-the-chain"] = () => new BreaksTheChain(),
        ["has-no-version-fence"] = () => new HasNoVersionFence(),
        ["takes-silence-for-consent"] = () => new TakesSilenceForConsent(),
        ["forgets-answers"] = () => new ForgetsAnswers(),
        ["drops-from-the-queue"] = () => new DropsFromTheQueue(),
        ["forgets-presentation"] = () => new ForgetsPresentation(),
        ["acknowledges-without-taking"] = () => new AcknowledgesWithoutTaking(),
        ["parks-at-the-first-trouble"] = () => new ParksAtTheFirstTrouble(),
        ["answers-before-the-flush"] = () => new AnswersBeforeTheFlush(),
        ["forgets-references"] = () => new ForgetsReferences(),
        ["cancels-in-silence"] = () => new CancelsInSilence(),
        ["keeps-new-versions-to-itself"] = () => new KeepsNewVersionsToItself(),
        ["cancels-by-itself"] = () => new CancelsByItself(),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Variants.Keys;

    /// <summary>A new one of that name; null: none.</summary>
    public static Variant? Make(string? name) => name is null ? null : Variants[name]();
}
