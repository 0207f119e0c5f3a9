using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Notifications.RecoverabilityEndpoint.Ingestion;
using Notifications.Testing;

namespace Notifications.RecoverabilityEndpoint.Tests.Ingestion;

[CancelAfter(60_000)]
public sealed class FailedMessagesWatchTests : DatabaseFixture
{
    [Test]
    public async Task The_gauge_has_every_state_that_is_open_and_none_when_the_database_is_away(CancellationToken cancellation)
    {
        using var watch = new FailedMessagesWatch(Source, new FailureNews(TimeProvider.System), TimeProvider.System, NullLogger<FailedMessagesWatch>.Instance);
        await Ingestion().IngestAsync([FailedMessage.Of("1"), FailedMessage.Of("2"), FailedMessage.Of("3"), FailedMessage.Acknowledgement("3")], cancellation);
        await watch.LookAsync(cancellation);
        Assert.That(Measured(), Is.EqualTo("archived 0, retry_issued 0, unresolved 2"));

        await using var gone = Npgsql.NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Timeout=1");
        using var blind = new FailedMessagesWatch(gone, new FailureNews(TimeProvider.System), TimeProvider.System, NullLogger<FailedMessagesWatch>.Instance);
        watch.Dispose();
        await blind.LookAsync(cancellation);
        Assert.That(Measured(), Is.Empty);
    }

    [Test]
    public async Task What_was_ingested_is_counted_by_how_it_ended(CancellationToken cancellation)
    {
        using var measured = new Measured();
        IngestionMetrics.BeginAtZero();
        await Ingestion().IngestAsync(
            [
                FailedMessage.Of("1"), FailedMessage.Of("1"), FailedMessage.Of("1", FailedMessage.Time.AddSeconds(1)), FailedMessage.Acknowledgement("1"), FailedMessage.Acknowledgement("2"),
                FailedMessage.Of("3", headers: ("NServiceBus.FailedQ", null)),
            ],
            cancellation);
        foreach (var result in new[] { "failed", "failed_again", "copy", "acknowledged", "unknown_acknowledgement", "unreadable" })
            Assert.That(measured.Of("notifications.failed_messages.ingested", ("result", result)), Does.Contain(0).And.Contain(1), result);
    }

    private FailureIngestion Ingestion() => new(Source, new FailureNews(TimeProvider.System), TimeProvider.System, NullLogger<FailureIngestion>.Instance);

    private static string Measured()
    {
        var values = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "notifications.failed_messages")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => values.Add($"{tags[0].Value} {value}"));
        listener.Start();
        listener.RecordObservableInstruments();
        return string.Join(", ", values.Order());
    }
}
