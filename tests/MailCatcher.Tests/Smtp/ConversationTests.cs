namespace Notifications.MailCatcher.Tests.Smtp;

public sealed class ConversationTests : CatcherFixture
{
    [Test]
    public async Task A_message_from_banner_to_goodbye()
    {
        using var client = await ConnectAsync();
        await client.HearAsync("220 ");
        await client.SayAsync("HELO test.example", "250 ");
        await client.SayAsync("MAIL FROM:<shop@example.com>", "250 2.1.0");
        await client.SayAsync("RCPT TO:<ada@example.org>", "250 2.1.5");
        await client.SayAsync("RCPT TO:<bob@example.org>", "250 2.1.5");
        await client.SayAsync("DATA", "354 ");
        await client.SayAsync("Subject: Hello");
        await client.SayAsync("");
        await client.SayAsync("Good morning.");
        await client.SayAsync(".");
        var queued = await client.HearAsync("250 2.0.0 Ok: queued as ");
        await client.SayAsync("QUIT", "221 2.0.0");
        await client.HearTheEndAsync();

        var message = Catcher.Inbox.Find(queued["250 2.0.0 Ok: queued as ".Length..]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message!.From, Is.EqualTo("shop@example.com"));
            Assert.That(message.To, Is.EqualTo(new[] { "ada@example.org", "bob@example.org" }));
            Assert.That(message.Helo, Is.EqualTo("test.example"));
            Assert.That(message.Raw.ToArray(), Is.EqualTo("Subject: Hello\r\n\r\nGood morning.\r\n"u8.ToArray()));
        }
    }

    [Test]
    public async Task EHLO_tells_what_the_server_can_do()
    {
        using var client = await ConnectAsync();
        await client.HearAsync("220");
        await client.SayAsync("EHLO test.example");
        Assert.That(
            (await client.HearAllAsync()).Skip(1).Select(line => line[4..]),
            Is.EquivalentTo(new[] { "PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "SIZE 10485760" }));
    }

    [Test]
    public async Task Commands_out_of_order_get_503_and_do_no_harm()
    {
        using var client = await ConnectAsync();
        await client.HearAsync("220");
        await client.SayAsync("MAIL FROM:<shop@example.com>", "503 ");
        await client.SayAsync("HELO test.example", "250 ");
        await client.SayAsync("RCPT TO:<ada@example.org>", "503 ");
        await client.SayAsync("DATA", "503 ");
        await client.SayAsync("MAIL FROM:<shop@example.com>", "250 ");
        await client.SayAsync("MAIL FROM:<shop@example.com>", "503 ");
        await client.SayAsync("DATA", "503 ");
        await client.SayAsync("RCPT TO:<ada@example.org>", "250 ");
        await client.SayAsync("DATA", "354 ");
        await client.SayAsync(".", "250 ");
    }

    [TestCase("MAIL", "501 ")]
    [TestCase("MAIL TO:<a@example.com>", "501 ")]
    [TestCase("MAIL FROM:a@example.com", "501 ")]
    [TestCase("MAIL FROM:<a@example.com", "501 ")]
    [TestCase("MAIL FROM:<a@example.com>SIZE=1", "501 ")]
    [TestCase("MAIL FROM:<a b@example.com>", "501 5.1.7")]
    [TestCase("MAIL FROM:<a@b@example.com>", "501 5.1.7")]
    [TestCase("MAIL FROM:<@example.com>", "501 5.1.7")]
    [TestCase("MAIL FROM:<a@>", "501 5.1.7")]
    [TestCase("MAIL FROM:<a@example.com> SIZE=many", "501 5.5.4")]
    [TestCase("MAIL FROM:<a@example.com> BODY=BINARYMIME", "501 5.5.4")]
    [TestCase("MAIL FROM:<a@example.com> FOO=1", "555 5.5.4")]
    [TestCase("MAIL FROM:<a@example.com> SIZE=10485761", "552 5.3.4")]
    [TestCase("MAIL FROM:<jürgen@example.com>", "553 5.6.7")]
    [TestCase("MAIL FROM:<jürgen@example.com> SMTPUTF8", "250 ")]
    [TestCase("MAIL FROM:<>", "250 ")]
    [TestCase("mail from:<a@example.com> size=10 body=8bitmime", "250 ")]
    [TestCase("MAIL FROM: <a@example.com>", "250 ")]
    [TestCase("MAIL FROM:<\"a > b\"@example.com>", "250 ")]
    [TestCase("MAIL FROM:<a@[127.0.0.1]>", "250 ")]
    [TestCase("NOOP", "250 ")]
    [TestCase("RSET", "250 ")]
    [TestCase("VRFY ada", "252 ")]
    [TestCase("HELP", "214 ")]
    [TestCase("EHLO", "501 ")]
    [TestCase("QUIT now", "501 ")]
    [TestCase("DATA now", "501 ")]
    [TestCase("AUTH PLAIN x", "502 ")]
    [TestCase("STARTTLS", "502 ")]
    [TestCase("SELL teapots", "500 ")]
    [TestCase("", "500 ")]
    [TestCase("NOOP \u0000", "500 ")]
    public async Task Each_line_has_its_answer(string line, string answer)
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.SayAsync(line, answer);
    }

    [TestCase("RCPT TO:<ada>", "501 5.1.3")]
    [TestCase("RCPT TO:<>", "501 5.1.3")]
    [TestCase("RCPT TO:ada@example.org", "501 5.5.4")]
    [TestCase("RCPT TO:<ada@example.org> NOTIFY=NEVER", "555 5.5.4")]
    [TestCase("RCPT TO:<zoë@example.org>", "553 5.6.7")]
    [TestCase("RCPT TO:<postmaster>", "250 ")]
    [TestCase("RCPT TO:<@relay.example,@other.example:ada@example.org>", "250 ")]
    public async Task Each_recipient_has_its_answer(string line, string answer)
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.SayAsync("MAIL FROM:<shop@example.com>", "250");
        await client.SayAsync(line, answer);
    }

    [Test]
    public async Task RSET_and_a_second_EHLO_forget_the_message_begun()
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.SayAsync("MAIL FROM:<one@example.com>", "250");
        await client.SayAsync("RCPT TO:<one@example.org>", "250");
        await client.SayAsync("RSET", "250");
        await client.SayAsync("DATA", "503");
        await client.SayAsync("MAIL FROM:<two@example.com>", "250");
        await client.SayAsync("RCPT TO:<two@example.org>", "250");
        await client.SayAsync("HELO again.example", "250");
        await client.SayAsync("DATA", "503");
        await client.DeliverAsync("three@example.org");

        Assert.That(Catcher.Inbox.Messages.Single().To, Is.EqualTo(new[] { "three@example.org" }));
    }

    [Test]
    public async Task A_message_whose_client_leaves_before_the_final_dot_never_was()
    {
        using (var client = await Conversation.GreetedAsync(Catcher.SmtpPort))
            await client.OfferAsync("first@example.org");

        using var second = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await second.DeliverAsync("second@example.org");
        Assert.That(Catcher.Inbox.Messages.Single().To, Is.EqualTo(new[] { "second@example.org" }));
    }

    [Test]
    public async Task A_client_connected_while_we_stop_is_told_so()
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        var stopped = Catcher.DisposeAsync();
        await client.HearAsync("421 4.3.2");
        await client.HearTheEndAsync();
        await stopped;
    }
}
