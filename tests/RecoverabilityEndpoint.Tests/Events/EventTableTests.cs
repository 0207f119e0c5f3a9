using Notifications.RecoverabilityEndpoint.Events;

namespace Notifications.RecoverabilityEndpoint.Tests.Events;

public sealed class EventTableTests : DatabaseFixture
{
    /// <summary>A character of two units that was cut in half could not be written, and with it a whole batch of failures.</summary>
    [Test]
    public async Task A_description_that_is_cut_within_a_character_is_written_without_it()
    {
        await using var batch = Source.CreateBatch();
        batch.BatchCommands.Add(EventTable.Add(new OperatingEvent(EventSeverity.Error, "MessageFailures", "MessageFailed", $"{new string('x', 998)}😀\0more", [])));
        await batch.ExecuteNonQueryAsync();
        Assert.That(await QueryAsync<string>("SELECT description FROM recoverability.events"), Is.EqualTo($"{new string('x', 998)}…"));
    }
}
