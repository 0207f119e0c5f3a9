using Notifications.Testing;

namespace Notifications.FailedMessages.Tests;

/// <summary>Without a RecoverabilityEndpoint.</summary>
public sealed class NobodyTests : ToolFixture
{
    [Test]
    public async Task What_nobody_does_is_said_and_ends_with_5()
    {
        await new FailedMessageRows().InsertAsync(Source);
        var (code, output, error) = await RunAsync("retry", "--yes");
        Assert.That((code, output), Is.EqualTo((5, "")));
        Assert.That(error, Does.Match("^Operation [0-9a-f-]{36} is asked for, but nobody has begun with it for 1 s\\. Is a RecoverabilityEndpoint running on this database\\?"));
    }

    [Test]
    public async Task Without_waiting_it_only_asks()
    {
        var ids = await new FailedMessageRows { Count = 2 }.InsertAsync(Source);
        var (code, output, _) = await RunAsync("retry", "--no-wait", $"{ids[0]}", "--since", "2026-01-01");
        Assert.That((code, output), Is.EqualTo((0, output)));
        Assert.That(output, Does.StartWith("1 message will be sent back: operation "));
        Assert.That(await QueryAsync<string>("SELECT concat_ws(';', kind, scope, originator, statuses) FROM recoverability.operations"), Is.EqualTo("retry;SingleMessage;1 message by id, since 2026-01-01T00:00:00Z;{unresolved}"));
    }

    [Test]
    public async Task The_same_for_a_group_that_is_worked_on_is_not_begun_twice()
    {
        var group = Guid.NewGuid();
        await new FailedMessageRows { Group = group }.InsertAsync(Source);
        await RunAsync("retry", "--no-wait", "--group", $"{group}");
        await RunAsync("retry", "--no-wait", "--group", $"{group}");
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.operations"), Is.EqualTo(1));
    }
}
