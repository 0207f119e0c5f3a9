using Notifications.Messaging.Recoverability;

namespace Notifications.Messaging.Tests.Recoverability;

[Parallelizable(ParallelScope.All)]
public sealed class FailureCircuitTests
{
    private static readonly Outcome Broke = new Outcome.Failed(new InvalidOperationException());

    [Test]
    public void So_many_different_messages_that_fail_in_a_row_open_it()
    {
        var circuit = new FailureCircuit(3);
        Assert.That(new[] { "a", "b", "c", "d" }.Select(id => circuit.Note(id, Broke)), Is.EqualTo(new[] { false, false, true, false }));
        Assert.That(circuit.IsOpen, Is.True);
    }

    [Test]
    public void The_same_message_failing_again_and_again_does_not_open_it()
    {
        var circuit = new FailureCircuit(3);
        for (var i = 0; i < 100; i++)
            circuit.Note("a", Broke);
        Assert.That(circuit.IsOpen, Is.False);
    }

    [Test]
    public void One_that_succeeds_between_them_keeps_it_closed()
    {
        var circuit = new FailureCircuit(3);
        foreach (var id in new[] { "a", "b", "", "c", "d", "", "e", "f" })
            circuit.Note(id, id == "" ? new Outcome.Handled() : Broke);
        Assert.That(circuit.IsOpen, Is.False);
    }

    [Test]
    public void One_that_succeeds_closes_it_and_the_count_begins_anew()
    {
        var circuit = new FailureCircuit(2);
        circuit.Note("a", Broke);
        circuit.Note("b", Broke);
        Assert.That(circuit.Note("c", new Outcome.Handled()), Is.True);
        Assert.That(circuit.Note("a", Broke), Is.False);
        Assert.That(circuit.IsOpen, Is.False);
    }

    [Test]
    public void What_has_a_cause_of_its_own_and_what_is_put_off_or_abandoned_says_nothing_about_the_others()
    {
        var circuit = new FailureCircuit(2);
        for (var i = 0; i < 10; i++)
        {
            circuit.Note($"{i}", new Outcome.Failed(new InvalidOperationException(), Retry.Never));
            circuit.Note($"{i}", new Outcome.Failed(new InvalidOperationException(), Retry.Later));
            circuit.Note($"{i}", new Outcome.Deferred(TimeSpan.Zero, "relay away"));
            circuit.Note($"{i}", new Outcome.Abandoned());
        }

        Assert.That(circuit.IsOpen, Is.False);
        circuit.Note("a", Broke);
        circuit.Note("x", new Outcome.Deferred(TimeSpan.Zero, "relay away"));
        circuit.Note("b", Broke);
        Assert.That(circuit.IsOpen, Is.True, "nor does it count as a success");
    }

    [Test]
    public void Zero_switches_it_off()
    {
        var circuit = new FailureCircuit(0);
        for (var i = 0; i < 1_000; i++)
            circuit.Note($"{i}", Broke);
        Assert.That(circuit.IsOpen, Is.False);
    }
}
