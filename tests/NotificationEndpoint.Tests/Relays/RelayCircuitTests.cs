using Notifications.NotificationEndpoint.Mail;
using Notifications.NotificationEndpoint.Relays;

namespace Notifications.NotificationEndpoint.Tests.Relays;

[Parallelizable(ParallelScope.All)]
public sealed class RelayCircuitTests
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);

    /// <summary>What is noted, letter by letter: accepted, nothing new, refused, trouble; looks that are answered (+) or not (-). Three troubles or four refusals are too many.</summary>
    [TestCase("", CircuitState.Closed)]
    [TestCase("TT", CircuitState.Closed)]
    [TestCase("TTT", CircuitState.Open)]
    [TestCase("TTAT", CircuitState.Closed, TestName = "One that is accepted between them makes all good")]
    [TestCase("TTNT", CircuitState.Open, TestName = "News about a customer is none about the relay")]
    [TestCase("TTRT", CircuitState.Open, TestName = "A refusal does not excuse trouble")]
    [TestCase("TTTA", CircuitState.Open, TestName = "A mail that was under way when it opened does not close it")]
    [TestCase("TTT-", CircuitState.Open)]
    [TestCase("TTT+", CircuitState.HalfOpen)]
    [TestCase("TTT+A", CircuitState.Closed)]
    [TestCase("TTT+AT", CircuitState.Closed, TestName = "After its recovery it has all its credit again")]
    [TestCase("TTT+T", CircuitState.Open, TestName = "On trial one trouble is enough")]
    [TestCase("TTT+N", CircuitState.HalfOpen)]
    [TestCase("TTT+R", CircuitState.HalfOpen, TestName = "On trial a refusal is no proof of either")]
    [TestCase("RRR", CircuitState.Closed)]
    [TestCase("RRRR", CircuitState.HalfOpen, TestName = "A relay that refuses everybody is on trial")]
    [TestCase("RRRRRRRR", CircuitState.HalfOpen)]
    [TestCase("RRRRA", CircuitState.Closed)]
    [TestCase("RRRRT", CircuitState.Open)]
    [TestCase("RRARR", CircuitState.Closed)]
    public void After(string events, CircuitState state) => Assert.That(Play(events).State, Is.EqualTo(state));

    [TestCase("TTT", 1)]
    [TestCase("TTT-", 2)]
    [TestCase("TTT--", 4)]
    [TestCase("TTT---", 5)]
    [TestCase("TTT-----", 5)]
    [TestCase("TTT-+T", 4)]
    [TestCase("TTT--+ATTT", 1, TestName = "After its recovery the rests begin anew")]
    public void It_rests(string events, int seconds) => Assert.That(Play(events).Rest, Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [Test]
    public void It_tells_when_something_has_changed()
    {
        var circuit = new RelayCircuit(2, 4, LongestRest);
        Assert.That(
            new[] { RelaySign.Trouble, RelaySign.Trouble, RelaySign.Trouble, RelaySign.Accepted }.Select(circuit.Note), Is.EqualTo(new[] { false, true, false, false }));
    }

    private static IEnumerable<TestCaseData<MailOutcome, RelaySign>> Signs()
    {
        yield return new(new MailOutcome.Accepted("250"), RelaySign.Accepted);
        yield return new(new MailOutcome.Unknown("no answer"), RelaySign.Trouble);
        yield return new(new MailOutcome.Deferred("refused", Blame.Relay), RelaySign.Trouble);
        yield return new(new MailOutcome.Deferred("450", Blame.Recipient), RelaySign.Nothing);
        yield return new(new MailOutcome.Deferred("451", Blame.Message), RelaySign.Nothing);
        yield return new(new MailOutcome.Rejected("550", Blame.Recipient), RelaySign.Refused);
        yield return new(new MailOutcome.Rejected("554", Blame.Message), RelaySign.Refused);
    }

    [TestCaseSource(nameof(Signs))]
    public void What_an_end_says_about_the_relay(MailOutcome outcome, RelaySign sign) => Assert.That(RelaySigns.Of(outcome), Is.EqualTo(sign));

    private static RelayCircuit Play(string events)
    {
        var circuit = new RelayCircuit(3, 4, LongestRest);
        foreach (var letter in events)
        {
            switch (letter)
            {
                case '+' or '-':
                    circuit.Looked(answers: letter == '+');
                    break;
                default:
                    circuit.Note(letter switch { 'A' => RelaySign.Accepted, 'N' => RelaySign.Nothing, 'R' => RelaySign.Refused, _ => RelaySign.Trouble });
                    break;
            }
        }

        return circuit;
    }
}
