namespace Notifications.MailCatcher.Tests;

/// <summary>A test with a catcher of its own, on ports that the system chose.</summary>
public abstract class CatcherFixture
{
    protected MailCatcherServer Catcher { get; private set; } = null!;

    protected virtual MailCatcherSettings Settings => new() { SmtpPort = 0, HttpPort = 0 };

    [SetUp]
    public async Task StartAsync() => Catcher = await MailCatcherServer.StartAsync(Settings);

    [TearDown]
    public async Task StopAsync() => await Catcher.DisposeAsync();

    protected Task<Conversation> ConnectAsync() => Conversation.StartAsync(Catcher.SmtpPort);
}
