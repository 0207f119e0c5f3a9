using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Wire;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Messaging.Tests.Inbound;

/// <summary>What is gathered, in which order it is tried again, and when it is acknowledged; the deliveries are those of no broker.</summary>
[CancelAfter(20_000)]
[Parallelizable(ParallelScope.All)]
public sealed class QueueBatchesTests
{
    [Test]
    public async Task A_batch_is_bounded_by_number_and_by_bytes(CancellationToken cancellation)
    {
        using var load = new Load(_ => { }, new QueueReading("q") { LargestBatch = 3, LargestBytes = 1_000 });
        foreach (var size in new[] { 1, 1, 1, 1, 600, 600, 5_000, 1 })
            load.Add(size);
        await load.RunUntilHandledAsync(8, cancellation);
        Assert.That(load.Tried.Select(batch => batch.Count), Is.EqualTo(new[] { 3, 2, 1, 1, 1 }));
    }

    [Test]
    public async Task While_the_database_is_away_nothing_overtakes_and_nothing_is_acknowledged(CancellationToken cancellation)
    {
        var away = 3;
        using var load = new Load(_ =>
        {
            if (away-- > 0)
                throw new NpgsqlException("away");
        });
        for (var i = 0; i < 5; i++)
            load.Add(1);
        await load.RunUntilHandledAsync(5, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(load.Handled, Is.Ordered);
            Assert.That(load.AcknowledgedAtFirstFailure, Is.Empty);
            Assert.That(load.Log.WithId(1052), Has.Count.EqualTo(1), "said once");
            Assert.That(load.Log.WithId(1053), Has.Count.EqualTo(1), "and that it is over");
        }
    }

    [Test]
    public async Task One_that_is_refused_does_not_hold_up_the_others_and_is_kept(CancellationToken cancellation)
    {
        using var load = new Load(batch =>
        {
            if (batch.Any(message => message.Id == "2"))
                throw new PostgresException("no", "ERROR", "ERROR", "23514");
        });
        for (var i = 0; i < 5; i++)
            load.Add(1);
        var running = load.RunAsync();
        await load.HandledAsync(4, cancellation);
        load.Add(1);
        await load.HandledAsync(5, cancellation);
        await load.EndAsync(running);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(load.Handled, Is.EqualTo(new[] { 1, 3, 4, 5, 6 }));
            Assert.That(load.Acknowledged, Does.Contain((6UL, false)).And.Not.Contain((2UL, false)).And.Not.Contain((6UL, true)));
        }
    }

    [Test]
    public async Task Held_in_vain_for_long_all_is_handed_back_and_the_end_is_when_one_can_be_handled(CancellationToken cancellation)
    {
        var isAway = true;
        using var load = new Load(
            _ =>
            {
                if (isAway)
                    throw new NpgsqlException("away");
            },
            new QueueReading("q") { HoldFailing = TimeSpan.FromMilliseconds(300) });
        load.Add(1);
        load.Add(1);
        var running = load.RunAsync();
        await load.HandedBack.Task.WaitAsync(cancellation);
        Assert.That(running.IsCompleted, Is.False);
        isAway = false;
        await running.WaitAsync(cancellation);
        Assert.That(load.Handled, Is.EqualTo(new[] { 1 }), "the other one comes again");
    }

    [Test]
    public async Task What_fails_when_we_stop_is_not_tried_again(CancellationToken cancellation)
    {
        using var load = new Load(_ => throw new NpgsqlException("away"));
        load.Add(1);
        var running = load.RunAsync();
        await Eventually.TrueAsync(() => Task.FromResult(load.Tried.Count > 0), "it was tried", cancellation);
        await load.EndAsync(running).WaitAsync(TimeSpan.FromSeconds(2), cancellation);
        Assert.That(load.Acknowledged, Is.Empty);
    }

    private sealed class Load : IDisposable
    {
        private readonly Acknowledgements _acknowledgements = new(TimeProvider.System, prefetch: 1_000);
        private readonly CancellationTokenSource _ending = new();
        private readonly List<int> _handled = [];
        private readonly QueueBatches _batches;
        private ulong _tag;

        public Load(Action<IReadOnlyList<IncomingMessage>> handle, QueueReading? reading = null)
        {
            _batches = new QueueBatches(reading ?? new QueueReading("q"), HandleAsync, new Outage(TimeProvider.System), TimeProvider.System, Log.For<QueueBatches>());

            Task HandleAsync(IReadOnlyList<IncomingMessage> batch, CancellationToken giveUp)
            {
                Tried.Add(batch);
                try
                {
                    handle(batch);
                }
                catch
                {
                    AcknowledgedAtFirstFailure ??= _acknowledgements.Take();
                    throw;
                }

                lock (_handled)
                    _handled.AddRange(batch.Select(message => int.Parse(message.Id, null)));
                return Task.CompletedTask;
            }
        }

        public CapturedLog Log { get; } = new();

        public List<IReadOnlyList<IncomingMessage>> Tried { get; } = [];

        public TaskCompletionSource HandedBack { get; } = new();

        public IReadOnlyList<(ulong Tag, bool Multiple)>? AcknowledgedAtFirstFailure { get; private set; }

        public IReadOnlyList<(ulong Tag, bool Multiple)> Acknowledged { get; private set; } = [];

        public IReadOnlyList<int> Handled
        {
            get
            {
                lock (_handled)
                    return [.. _handled];
            }
        }

        public void Add(int size)
        {
            var tag = ++_tag;
            _batches.Add(_acknowledgements.Add(tag), new IncomingMessage($"{tag}", "", new Dictionary<string, string>(), new byte[size], 0));
        }

        public void Dispose() => _ending.Dispose();

        public Task RunAsync() => Task.Run(() => _batches.RunAsync(
            () =>
            {
                HandedBack.SetResult();
                return Task.CompletedTask;
            },
            _ending.Token,
            CancellationToken.None));

        public Task HandledAsync(int messages, CancellationToken cancellation) =>
            Eventually.TrueAsync(() => Task.FromResult(Handled.Count == messages), $"{messages} are handled", cancellation);

        public async Task EndAsync(Task running)
        {
            await _ending.CancelAsync();
            await running;
            Acknowledged = _acknowledgements.Take();
        }

        public async Task RunUntilHandledAsync(int messages, CancellationToken cancellation)
        {
            var running = RunAsync();
            await HandledAsync(messages, cancellation);
            await EndAsync(running);
            Assert.That(Acknowledged, Is.EqualTo(new[] { (_tag, true) }), "all of them");
        }
    }
}
