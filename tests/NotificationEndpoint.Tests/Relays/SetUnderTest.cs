using Microsoft.Extensions.Logging.Abstractions;
using Notifications.NotificationEndpoint.Mail;
using Notifications.NotificationEndpoint.Relays;
using Notifications.NotificationEndpoint.Tests.Mail;

namespace Notifications.NotificationEndpoint.Tests.Relays;

/// <summary>Relays that talk to scripted peers, in the order of preference, and what the set says about all of them.</summary>
internal sealed class SetUnderTest : IAsyncDisposable
{
    public SetUnderTest(IEnumerable<ScriptedSmtpPeer> peers, Func<RelaySettings, RelaySettings>? with = null, TimeProvider? time = null) => Relays = new RelaySet(
        [.. peers.Select((peer, index) => RelayFixture.RelayTo(peer, settings => (with ?? (same => same))(settings with { Name = Name(index) }), time))],
        reason => Said.Add(reason),
        () => Said.Add("up"),
        time ?? TimeProvider.System,
        NullLogger<RelaySet>.Instance);

    public RelaySet Relays { get; }

    /// <summary>That all are down, and that one can be tried again.</summary>
    public List<string> Said { get; } = [];

    public ValueTask DisposeAsync() => Relays.DisposeAsync();

    /// <summary>A place that is free now; a test that would wait here has failed.</summary>
    public RelayPlace? Enter(params string[] tried)
    {
        var place = Relays.EnterAsync(tried, CancellationToken.None);
        Assert.That(place.IsCompleted, "it need not wait");
        return place.Result;
    }

    /// <summary>One mail to the first relay that has room.</summary>
    public async Task<RelayAnswer> SendAsync(params string[] tried)
    {
        using var place = await Relays.EnterAsync(tried, CancellationToken.None);
        return await place!.SendAsync(RelayFixture.AMail(), CancellationToken.None);
    }

    private static string Name(int index) => ((string[])["first", "second", "third"])[index];
}
