using Notifications.RecoverabilityEndpoint.Api.Groups;

namespace Notifications.RecoverabilityEndpoint.Tests.Api.Groups;

[Parallelizable(ParallelScope.All)]
public sealed class GroupProgressTests
{
    private static readonly DateTime Asked = new(2026, 11, 26, 10, 0, 0, DateTimeKind.Utc);

    [TestCase("retry", "waiting", 0, 0, 0, 10, "Waiting", 0, 10, 0, false)]
    [TestCase("retry", "preparing", 0, 0, 0, 10, "Preparing", 0, 10, 0, false)]
    [TestCase("retry", "preparing", 5, 0, 0, 5, "Preparing", 0.5, 5, 0, false)]
    [TestCase("retry", "preparing", 10, 0, 0, 0, "Preparing", 0.99, 0, 0, false, TestName = "All is prepared, and still it is not one that waits in a queue")]
    [TestCase("retry", "forwarding", 10, 4, 1, 0, "Forwarding", 0.5, 5, 4, false)]
    [TestCase("retry", "completed", 10, 9, 1, 3, "Completed", 1, 0, 9, true)]
    [TestCase("archive", "waiting", 0, 0, 0, 10, "ArchiveStarted", 0, 10, 0, false)]
    [TestCase("archive", "preparing", 6, 6, 0, 4, "ArchiveProgressing", 0.6, 4, 6, false)]
    [TestCase("archive", "completed", 10, 10, 0, 0, "ArchiveCompleted", 1, 0, 10, true)]
    public void How_far_it_is_follows_from_what_was_done_and_what_is_left(
        string kind, string state, long total, long done, long failed, long left, string status, double progress, long remaining, long completed, bool isToBeSeen)
    {
        var shown = GroupProgress.Of(new GroupOperation(kind, state, total, done, failed, Asked, CompletedAt: state == "completed" ? Asked : null), left);
        Assert.That(
            (shown.Status, shown.Progress, shown.Remaining, shown.Completed, shown.IsToBeSeen), Is.EqualTo((status, progress, remaining, completed, isToBeSeen)));
        Assert.That(shown.StartedAt, Is.EqualTo(Asked));
    }

    [Test]
    public void Without_an_operation_there_is_none() => Assert.That(GroupProgress.Of(null, 10), Is.EqualTo(new GroupProgress("None")));

    [Test]
    public void Of_one_whose_end_was_seen_the_time_of_the_last_retry_stays()
    {
        var end = Asked.AddMinutes(1);
        Assert.That(GroupProgress.Of(new GroupOperation("retry", "completed", 1, 1, 0, Asked, Asked, end, end), 0), Is.EqualTo(new GroupProgress("None", CompletedAt: end)));
        Assert.That(GroupProgress.Of(new GroupOperation("archive", "completed", 1, 1, 0, Asked, Asked, end, end), 0), Is.EqualTo(new GroupProgress("None")));
    }
}
