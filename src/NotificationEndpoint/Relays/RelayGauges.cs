using System.Diagnostics.Metrics;

namespace Notifications.NotificationEndpoint.Relays;

/// <summary>How the relays stand now, as gauges, for as long as the process runs.</summary>
internal sealed class RelayGauges : IHostedService, IDisposable
{
    private readonly Meter _meter = new(DeliveryTelemetry.MeterName);
    private readonly RelaySet _relays;

    public RelayGauges(RelaySet relays)
    {
        _relays = relays;
        Add("notifications.relay.up", null, "1: it gets mail.", relay => relay.IsDown ? 0 : 1);
        Add("notifications.relay.sessions.limit", "{session}", "Mails that it gets at a time.", relay => relay.Limit);
        Add("notifications.relay.sessions.in_use", "{session}", "Sessions that have a mail.", relay => relay.InUse);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        MailKit.Telemetry.Configure();
        DeliveryTelemetry.BeginAtZero(_relays.Now.Select(relay => relay.Name));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    private void Add(string name, string? unit, string description, Func<RelayStanding, int> read) => _meter.CreateObservableGauge(
        name, () => _relays.Now.Select(relay => new Measurement<int>(read(relay), new KeyValuePair<string, object?>("relay", relay.Name))), unit, description);
}
