// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.SqlServer;
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Messaging;
using Xunit;
using Answer = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Cbm.IntegrationTests.Operating;

/// <summary>What an operator does about facts that were given up, while the service runs.</summary>
public sealed class ParkedTests : IAsyncLifetime
{
    private readonly RunningWindow _window = new();
    private string _mrn = "";

    public async Task InitializeAsync()
    {
        await _window.InitializeAsync();
        _window["HEALTH"].Answers = fact => fact.Fact is SliceLodged ? Answer.Drop : Answer.Success;
        _mrn = (await _window.Trader.Lodge(Given.ShowCase())).Mrn;
        await RunningWindow.Until(async () => (await _window.Trader.Log(_mrn)).Contains("deliveryParked@PUBLIC_HEALTH"));
    }

    public Task DisposeAsync() => _window.DisposeAsync();

    [Fact]
    public async Task What_is_parked_is_listed_without_its_content_and_reaches_its_subscriber_when_it_is_sent_again()
    {
        var (code, told, _) = await Run("parked");
        Assert.Equal(0, code);
        var line = Assert.Single(told.Skip(1)).Split('\t');
        Assert.Equal(["HEALTH", "slice-lodged.PUBLIC_HEALTH", _mrn, "1"], line[1..5]);
        Assert.DoesNotContain(told, text => text.Contains(RunningWindow.Party, StringComparison.Ordinal));

        _window["HEALTH"].Answers = _ => Answer.Success;
        var heard = _window["HEALTH"].Slices(_mrn).Count;
        (code, told, _) = await Run("parked", "redrive", line[0]);
        Assert.Equal((0, $"{line[0]} is sent again."), (code, told[0]));
        await RunningWindow.Until(() => _window["HEALTH"].Slices(_mrn).Count > heard);
        await RunningWindow.Until(async () => (await Run("parked")).Told.Count == 1);
        await RunningWindow.Until(async () =>
        {
            await using var database = _window.Database();
            return !database.Outbox.Any();
        });
    }

    [Fact]
    public async Task All_are_sent_again_at_once()
    {
        _window["HEALTH"].Answers = _ => Answer.Success;
        var (code, told, _) = await Run("parked", "redrive", "all");
        Assert.Equal((0, "1 of 1 are sent again."), (code, told[^1]));
        await RunningWindow.Until(() => _window["HEALTH"].Slices(_mrn).Count > 0);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_and_changes_nothing()
    {
        Assert.Equal((1, "0 is not parked."), await Wrong("parked", "redrive", "0"));
        Assert.Equal((1, "Say parked | parked redrive ID | parked redrive all."), await Wrong("parked", "away", "all"));
        Assert.Equal((1, "Say parked | parked redrive ID | parked redrive all."), await Wrong("parked", "redrive"));
        var told = new StringWriter();
        Assert.Equal(1, await ParkedCommand.Run<DeclarationsContext>(["parked"], ServiceHost.SettingsOf(["--Data:Folder=/nowhere"]), "declarations", told, told, TimeProvider.System));
        Assert.Equal("There is no store at /nowhere/declarations.db; name its folder by Data:Folder.", told.ToString().TrimEnd());
        Assert.Equal(2, (await Run("parked")).Told.Count);
    }

    private async Task<(int, string)> Wrong(params string[] words) => await Run(words) is var (code, _, wrong) ? (code, wrong) : default;

    // As a process of its own would: by another connection to the same store.
    private async Task<(int Code, List<string> Told, string Wrong)> Run(params string[] words)
    {
        var (told, wrong) = (new StringWriter(), new StringWriter());
        var code = await ParkedCommand.Run<DeclarationsContext>(words, ServiceHost.SettingsOf(await Stores.Of(_window.Folder, Stores.Window)), "declarations", told, wrong, TimeProvider.System);
        return (code, [.. told.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)], wrong.ToString().TrimEnd());
    }
}
