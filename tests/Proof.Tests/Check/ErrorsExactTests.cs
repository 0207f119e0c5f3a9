using Notifications.Proof.Journals;

namespace Notifications.Proof.Tests.Check;

public sealed class ErrorsExactTests
{
    [Test]
    public void A_refused_order_without_a_message_breaks_it() => Assert.That(Errors(), Is.EqualTo(new[] { "errors exact" }));

    [Test]
    public void Two_messages_of_one_order_break_it()
    {
        var error = SoundRun.Error(SoundRun.Rejected);
        var other = error with { Headers = error.Headers.ToDictionary(header => header.Key, header => header.Key == "NServiceBus.MessageId" ? "another" : header.Value) };

        Assert.That(Errors(error, other), Is.EqualTo(new[] { "errors exact" }));
    }

    [Test]
    public void A_copy_of_the_same_message_does_not() => Assert.That(Errors(SoundRun.Error(SoundRun.Rejected), SoundRun.Error(SoundRun.Rejected)), Is.Empty);

    [Test]
    public void A_message_of_an_order_that_was_sent_breaks_it() =>
        Assert.That(Errors(SoundRun.Error(SoundRun.Rejected), SoundRun.Error(SoundRun.Plain)), Is.EqualTo(new[] { "errors exact" }));

    [Test]
    public void A_message_that_names_no_order_breaks_it() =>
        Assert.That(Errors(SoundRun.Error(SoundRun.Rejected), SoundRun.Error(SoundRun.Rejected) with { OrderId = null }), Is.EqualTo(new[] { "errors exact" }));

    [Test]
    public void An_order_that_was_taken_after_a_refusal_needs_none() =>
        Assert.That(
            SoundRun.Evidence.WithMail(SoundRun.Mail(SoundRun.Rejected, 9)).ChangeLedger(SoundRun.Rejected, _ => SoundRun.Order(SoundRun.Rejected, "accepted", (2, "accepted")))
                .Expecting(expected => expected with { LeastRejected = 0 }).Broken(),
            Is.EqualTo(new[] { "errors exact" }), "Its message still lies there.");

    [TestCase("NServiceBus.ExceptionInfo.ExceptionType")]
    [TestCase("NServiceBus.ExceptionInfo.Message")]
    [TestCase("NServiceBus.FailedQ")]
    [TestCase("NServiceBus.TimeOfFailure")]
    [TestCase("NServiceBus.MessageId")]
    [TestCase("NServiceBus.EnclosedMessageTypes")]
    public void A_message_without_one_of_the_headers_breaks_it(string name)
    {
        var headers = SoundRun.Error(SoundRun.Rejected).Headers;
        Assert.That(Errors(new ErrorLine(SoundRun.Id(SoundRun.Rejected), headers.Where(header => header.Key != name).ToDictionary())), Is.EqualTo(new[] { "errors exact" }));
        Assert.That(
            Errors(new ErrorLine(SoundRun.Id(SoundRun.Rejected), headers.ToDictionary(header => header.Key, header => header.Key == name ? "" : header.Value))),
            Is.EqualTo(new[] { "errors exact" }));
    }

    private static IEnumerable<string> Errors(params ErrorLine[] errors) => (SoundRun.Evidence with { Errors = errors }).Broken();
}
