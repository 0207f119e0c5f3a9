namespace Notifications.MailCatcher.Tests;

public sealed class StartTests : CatcherFixture
{
    [Test]
    public async Task A_taken_port_is_named()
    {
        var taken = await Assert.ThrowsAsync<CannotListenException>(() => MailCatcherServer.StartAsync(Settings with { SmtpPort = Catcher.SmtpPort }));
        Assert.That(taken.Message, Is.EqualTo(
            $"Port {Catcher.SmtpPort} on 127.0.0.1 is taken: stop the process that listens there, or choose another port."));

        var other = await Assert.ThrowsAsync<CannotListenException>(() => MailCatcherServer.StartAsync(Settings with { HttpPort = Catcher.HttpPort }));
        Assert.That(other.EndPoint.Port, Is.EqualTo(Catcher.HttpPort));
    }

    [Test]
    public async Task A_setting_that_makes_no_sense_is_named()
    {
        var wrong = await Assert.ThrowsAsync<ArgumentException>(() => MailCatcherServer.StartAsync(Settings with { KeepMessages = 0 }));
        Assert.That(wrong.Message, Is.EqualTo("KeepMessages is 0: use 1 or more."));
    }

    [Test]
    public async Task A_port_is_free_again_after_a_stop()
    {
        await Catcher.DisposeAsync();
        await using var again = await MailCatcherServer.StartAsync(Settings with { SmtpPort = Catcher.SmtpPort, HttpPort = Catcher.HttpPort });
        Assert.That(again.SmtpPort, Is.EqualTo(Catcher.SmtpPort));
    }
}
