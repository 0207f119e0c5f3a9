using Notifications.ReconciliationJob.Proof;

namespace Notifications.ReconciliationJob.Tests.Proof;

[Parallelizable(ParallelScope.All)]
public sealed class DisagreementsTests
{
    [TestCaseSource(typeof(Facts), nameof(Facts.Contradictions))]
    public void What_does_not_agree_is_named_in_one_sentence(Facts facts) =>
        Assert.That(Disagreements.Of(facts.ToOrder()), Is.EqualTo(new[] { facts.Sentence }));

    [TestCaseSource(typeof(Facts), nameof(Facts.Explained))]
    public void What_ledger_and_log_explain_is_nothing_to_be_named(Facts facts) =>
        Assert.That(Disagreements.Of(facts.ToOrder()), Is.Empty);

    [TestCase("accepted", 0, "The ledger has an e-mail (accepted) of an order that does not exist.")]
    [TestCase("accepted", 1, "The ledger has an e-mail (accepted), and the log 1 attempt, of an order that does not exist.")]
    [TestCase(null, 2, "The log has 2 attempts of an order that does not exist.")]
    public void Of_an_order_that_does_not_exist_it_is_said_who_knows_it(string? status, int attempts, string sentence) =>
        Assert.That(Disagreements.NoOrder(status, attempts), Is.EqualTo(sentence));
}
