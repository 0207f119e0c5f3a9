using System.Diagnostics;
using Notifications.Messaging.GroupCommit;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.GroupCommit;

[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class BatchTelemetryTests
{
    private readonly RecordedSpans _spans = new();

    [OneTimeTearDown]
    public void StopListening() => _spans.Dispose();

    [Test]
    public async Task A_lone_item_has_the_commit_in_its_own_trace()
    {
        Activity? during = null;
        await using var group = new GroupCommit<int, int>("lone", items =>
        {
            during = Activity.Current;
            return Task.FromResult<IReadOnlyList<int>>([.. items]);
        });

        using var caller = RecordedSpans.Begin("caller");
        await group.AddAsync(1);

        Assert.That((during!.DisplayName, during.ParentSpanId, during.TraceId), Is.EqualTo(("commit lone", caller.SpanId, caller.TraceId)));
    }

    [Test]
    public async Task Of_many_the_first_has_the_commit_below_it_and_the_others_lead_to_it()
    {
        var firstIsIn = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var group = new GroupCommit<int, int>(
            "many",
            async items =>
            {
                firstIsIn.TrySetResult();
                await goOn.Task;
                return [.. items];
            },
            workers: 1);

        var inFlight = group.AddAsync(0);
        await firstIsIn.Task;
        var callers = new List<Activity>();
        var waiting = new List<Task>();
        for (var item = 1; item <= 3; item++)
        {
            callers.Add(RecordedSpans.Begin($"caller {item}"));
            waiting.Add(group.AddAsync(item));
        }

        Activity.Current = null;
        goOn.SetResult();
        await Task.WhenAll([inFlight, .. waiting]);
        callers.ForEach(caller => caller.Dispose());

        var commit = _spans.Of(callers[0].TraceId).Single(span => span.DisplayName == "commit many");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(commit.ParentSpanId, Is.EqualTo(callers[0].SpanId));
            Assert.That(commit.GetTagItem("notifications.batch.size"), Is.EqualTo(3));
            Assert.That(callers.Select(caller => caller.Links.Select(link => link.Context.SpanId).SingleOrDefault()), Is.EqualTo(new[] { default, commit.SpanId, commit.SpanId }));
        }
    }

    [Test]
    public async Task Nothing_is_committed_in_the_trace_of_whoever_made_the_group()
    {
        Activity? during = null;
        GroupCommit<int, int> group;
        using (RecordedSpans.Begin("whoever came first"))
        {
            group = new GroupCommit<int, int>("others", items =>
            {
                during = Activity.Current;
                return Task.FromResult<IReadOnlyList<int>>([.. items]);
            });
        }

        Activity.Current = null;
        await group.AddAsync(1);
        await group.DisposeAsync();

        Assert.That(during, Is.Null);
    }

    [Test]
    public async Task A_commit_that_fails_is_an_error_of_its_span()
    {
        await using var group = new GroupCommit<int, int>("failing", _ => throw new IOException("gone"));

        using var caller = RecordedSpans.Begin("caller");
        await Assert.ThatAsync(() => group.AddAsync(1), Throws.TypeOf<IOException>());

        Assert.That(_spans.Of(caller.TraceId).Single().Status, Is.EqualTo(ActivityStatusCode.Error));
    }

    [Test]
    public async Task Size_wait_and_time_are_measured_for_each_kind()
    {
        using var measured = new Measured();
        await using (var group = new GroupCommit<int, int>("measured", items => Task.FromResult<IReadOnlyList<int>>([.. items])))
            await Task.WhenAll(Enumerable.Range(0, 20).Select(item => group.AddAsync(item)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(measured.Sum("notifications.batch.size", ("batch", "measured")), Is.EqualTo(20));
            Assert.That(measured.Of("notifications.batch.wait.duration", ("batch", "measured")), Has.Count.EqualTo(20).And.All.InRange(0, 20));
            Assert.That(measured.Of("notifications.batch.duration", ("batch", "measured")), Is.Not.Empty.And.All.InRange(0, 20));
        }
    }
}
