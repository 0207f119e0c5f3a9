using Notifications.LocalStack.Servers;

namespace Notifications.LocalStack.Tests;

public sealed class EngineChoiceTests
{
    [TestCase(null, true, ExpectedResult = Engine.Docker)]
    [TestCase(null, false, ExpectedResult = Engine.Native)]
    [TestCase("", true, ExpectedResult = Engine.Docker)]
    [TestCase("native", true, ExpectedResult = Engine.Native)]
    [TestCase("docker", true, ExpectedResult = Engine.Docker)]
    public Engine Containers_are_used_when_an_engine_answers_unless_the_knob_says_otherwise(string? wish, bool answers) =>
        EngineChoice.Decide(wish, answers);

    [TestCase("docker", "no Docker engine answers")]
    [TestCase("podman", "'podman'")]
    public void A_wish_that_cannot_be_met_is_refused_with_the_knob_and_its_value(string wish, string named) => Assert.That(
        () => EngineChoice.Decide(wish, engineAnswers: false),
        Throws.TypeOf<CannotContinueException>().With.Message.Contains(EngineChoice.Knob).And.Message.Contains(named));
}
