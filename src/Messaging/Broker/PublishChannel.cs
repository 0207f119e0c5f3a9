using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Wire;
using RabbitMQ.Client;

namespace Notifications.Messaging.Broker;

/// <summary>
/// The channel by which a connection publishes. In: publications, from anybody, at any time. Out: each one's outcome. One loop writes them, in turn: a channel has one owner.
/// No answer within the deadline: unknown, and the connection is broken, unless the broker has blocked it. Connection gone: all that is unanswered is unknown.
/// Never: "confirmed" for a message that the broker may not have.
/// </summary>
internal sealed class PublishChannel
{
    /// <summary>The deadline is looked at so often within it.</summary>
    private const int Looks = 20;

    private readonly BrokerConnection _connection;
    private readonly IChannel _channel;
    private readonly BrokerSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Confirms _confirms;
    private readonly Channel<Confirms.Waiting> _toWrite = Channel.CreateUnbounded<Confirms.Waiting>(new UnboundedChannelOptions { SingleReader = true });

    private PublishChannel(BrokerConnection connection, IChannel channel, BrokerSettings settings, TimeProvider time, ILogger log)
    {
        (_connection, _channel, _settings, _time, _log, _confirms) = (connection, channel, settings, time, log, new Confirms(time));
        channel.BasicAcksAsync += (_, answer) => Answered(answer.DeliveryTag, answer.Multiple, PublishOutcome.Confirmed);
        channel.BasicNacksAsync += (_, answer) => Answered(answer.DeliveryTag, answer.Multiple, PublishOutcome.Refused);
        channel.BasicReturnAsync += (_, returned) =>
        {
            _confirms.Returned(returned.BasicProperties.MessageId, returned.Exchange);
            Unroutable.Writer.TryWrite(returned.Exchange);
            return Task.CompletedTask;
        };
    }

    /// <summary>Holds the last exchange that led nowhere, until somebody has looked.</summary>
    public Channel<string> Unroutable { get; } = Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    public static async Task<PublishChannel> OpenAsync(BrokerConnection connection, BrokerSettings settings, TimeProvider time, ILogger log)
    {
        var confirmed = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false, outstandingPublisherConfirmationsRateLimiter: null);
        return new PublishChannel(connection, await connection.OpenChannelAsync(confirmed), settings, time, log);
    }

    /// <summary>Ends within the deadline.</summary>
    public Task<PublishOutcome> PublishAsync(Publication publication)
    {
        var waiting = _confirms.Add(publication);
        if (!_toWrite.Writer.TryWrite(waiting))
            waiting.TrySetResult(PublishOutcome.Unavailable);
        return waiting.Task;
    }

    /// <summary>Until <paramref name="ending"/>; then everything unanswered is unknown.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        var work = Task.WhenAll(WriteAsync(ending), WatchAsync(ending));
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _toWrite.Writer.TryComplete();
        _confirms.GiveUp(TimeSpan.Zero);
        if (!ending.IsCancellationRequested)
            await work;
    }

    private async Task WriteAsync(CancellationToken ending)
    {
        await foreach (var waiting in _toWrite.Reader.ReadAllAsync(ending))
        {
            if (!waiting.Task.IsCompleted)
                await WriteAsync(waiting, ending);
        }
    }

    private async Task WriteAsync(Confirms.Waiting waiting, CancellationToken ending)
    {
        var publication = waiting.Publication;
        _confirms.Writing(waiting);
        try
        {
            var writing = _channel.BasicPublishAsync(publication.Exchange, publication.RoutingKey, publication.MustArrive, publication.Properties, publication.Body, ending);
            if (!writing.IsCompletedSuccessfully)
                await writing.AsTask().WaitAsync(ending); // it can hang on a connection that is dead (rabbitmq-dotnet-client issue 1928)
        }
        catch (Exception broken) when (BrokerConnection.IsGone(broken))
        {
            _connection.Break(broken.Message);
            await Task.Delay(Timeout.InfiniteTimeSpan, ending);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _confirms.NotWritten();
            _log.NotEncodable(publication.Exchange, failure.Message);
            waiting.TrySetResult(PublishOutcome.Unencodable);
        }
    }

    private async Task WatchAsync(CancellationToken ending)
    {
        using var timer = new PeriodicTimer(_settings.PublishDeadline / Looks, _time);
        while (await timer.WaitForNextTickAsync(ending))
        {
            if (_confirms.GiveUp(_settings.PublishDeadline) is { } late)
                Hangs($"a publish to exchange '{late.Publication.Exchange}' had no answer within {_settings.PublishDeadline}");
        }
    }

    /// <summary>A blocked connection hangs by the broker's will, and so would the next one; it is good again when the alarm is over.</summary>
    public void Hangs(string reason)
    {
        if (!_connection.IsBlocked)
            _connection.Break(reason);
    }

    private Task Answered(ulong number, bool andOlder, PublishOutcome outcome)
    {
        _confirms.Answered(number, andOlder, outcome);
        return Task.CompletedTask;
    }
}
