using Notifications.MailCatcher.Faults;

namespace Notifications.MailCatcher.Tests.Faults;

/// <summary>Each fault, as the client sees it and as the inbox does.</summary>
public sealed class FaultsTests : CatcherFixture
{
    private const string Queued = "250 2.0.0 Ok: queued as ";

    [Test]
    public async Task Refuse_closes_before_the_banner()
    {
        Catcher.Faults.Add(new(FaultPoint.Connect, new FaultAction.Refuse()) { Times = 1 });
        using var refused = await ConnectAsync();
        await refused.HearTheEndAsync();
        using var welcome = await ConnectAsync();
        await welcome.HearAsync("220");
    }

    [Test]
    public async Task A_reply_in_place_of_the_banner()
    {
        Catcher.Faults.Add(new(FaultPoint.Connect, new FaultAction.Reply("421 4.3.2 not now")));
        using var client = await ConnectAsync();
        await client.HearAsync("421 4.3.2 not now");
        await client.HearTheEndAsync();
    }

    [TestCase(FaultPoint.Helo)]
    [TestCase(FaultPoint.Mail)]
    [TestCase(FaultPoint.Rcpt)]
    [TestCase(FaultPoint.Data)]
    [TestCase(FaultPoint.EndOfData)]
    public async Task A_reply_at_each_point_is_all_that_happens_there_and_the_conversation_goes_on(FaultPoint at)
    {
        Catcher.Faults.Add(new(at, new FaultAction.Reply("451 4.3.0 later")) { Times = 1 });
        using var client = await ConnectAsync();
        await client.HearAsync("220");
        await client.SayAsync("HELO t", at == FaultPoint.Helo ? "451 4.3.0 later" : "250");
        await client.SayAsync("HELO t", "250");
        await client.SayAsync("MAIL FROM:<a@example.com>", at == FaultPoint.Mail ? "451" : "250");
        await client.SayAsync("MAIL FROM:<a@example.com>", at == FaultPoint.Mail ? "250" : "503");
        await client.SayAsync("RCPT TO:<a@example.org>", at == FaultPoint.Rcpt ? "451" : "250");
        await client.SayAsync("RCPT TO:<b@example.org>", "250");
        if (at == FaultPoint.Data)
            await client.SayAsync("DATA", "451");
        await client.SayAsync("DATA", "354");
        await client.SayAsync(".", at == FaultPoint.EndOfData ? "451" : Queued);
        await client.DeliverAsync();

        Assert.That(Catcher.Inbox.Statistics.Received, Is.EqualTo(at == FaultPoint.EndOfData ? 1 : 2));
    }

    [Test]
    public async Task A_421_closes_after_it()
    {
        Catcher.Faults.Add(new(FaultPoint.EndOfData, new FaultAction.Reply("421 4.3.2 restarting")));
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.OfferAsync();
        await client.SayAsync(".", "421 4.3.2 restarting");
        await client.HearTheEndAsync();
        Assert.That(Catcher.Inbox.Statistics.Received, Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_cut_instead_of_the_final_answer_with_the_message_kept_or_not(bool keep)
    {
        Catcher.Faults.Add(new(FaultPoint.EndOfData, new FaultAction.Cut()) { Keep = keep });
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.OfferAsync();
        await client.SayAsync(".");
        await client.HearTheEndAsync();
        Assert.That(Catcher.Inbox.Statistics.Received, Is.EqualTo(keep ? 1 : 0));
    }

    [Test]
    public async Task A_reply_with_the_message_kept_is_a_no_that_was_a_yes()
    {
        Catcher.Faults.Add(new(FaultPoint.EndOfData, new FaultAction.Reply("451 4.3.0 later")) { Keep = true, Times = 1 });
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.OfferAsync();
        await client.SayAsync(".", "451");
        await client.DeliverAsync();
        Assert.That(Catcher.Inbox.Statistics.Received, Is.EqualTo(2));
    }

    [Test]
    public async Task A_250_without_the_message_kept_is_a_yes_that_was_a_no()
    {
        Catcher.Faults.Add(new(FaultPoint.EndOfData, new FaultAction.Reply("250 2.0.0 Ok")));
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.OfferAsync();
        await client.SayAsync(".", "250 2.0.0 Ok");
        Assert.That(Catcher.Inbox.Statistics.Received, Is.Zero);
    }

    [Test]
    public async Task A_cut_at_data_strikes_in_the_middle_of_the_content()
    {
        Catcher.Faults.Add(new(FaultPoint.Data, new FaultAction.Cut()));
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.OfferAsync(content: "Subject: half a mess");
        await client.HearTheEndAsync();
        Assert.That(Catcher.Inbox.Statistics.Received, Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_hang_ends_with_its_rule_and_the_message_is_kept_once(bool keep)
    {
        var rule = Catcher.Faults.Add(new(FaultPoint.EndOfData, new FaultAction.Hang()) { Keep = keep });
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.OfferAsync();
        await client.SayAsync(".");
        await rule.WaitUntilStruckAsync();
        if (keep)
            await Catcher.Inbox.WaitForAsync(1);
        Assert.That(client.HasHeardNothing, Is.True);

        Catcher.Faults.Remove(rule);
        await client.HearAsync(Queued);
        Assert.That(Catcher.Inbox.Statistics.Received, Is.EqualTo(1));
    }

    [Test]
    public async Task A_client_that_leaves_while_we_hang_has_sent_nothing()
    {
        var rule = Catcher.Faults.Add(new(FaultPoint.EndOfData, new FaultAction.Hang()));
        using (var client = await Conversation.GreetedAsync(Catcher.SmtpPort))
        {
            await client.OfferAsync("gone@example.org");
            await client.SayAsync(".");
            await rule.WaitUntilStruckAsync();
        }

        while (Catcher.Connections.Open > 0)
            await Task.Yield();
        Catcher.Faults.Clear();
        using var next = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await next.DeliverAsync("next@example.org");
        Assert.That(Catcher.Inbox.Messages.Single().To, Is.EqualTo(new[] { "next@example.org" }));
    }

    [Test]
    public async Task Stopping_does_not_wait_for_a_client_that_hangs()
    {
        var rule = Catcher.Faults.Add(new(FaultPoint.Helo, new FaultAction.Hang()));
        using var client = await ConnectAsync();
        await client.SayAsync("HELO t");
        await rule.WaitUntilStruckAsync();
        await Catcher.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(4));
    }

    [Test]
    public async Task A_rule_for_one_recipient_spares_the_others()
    {
        Catcher.Faults.Add(new(FaultPoint.EndOfData, new FaultAction.Reply("552 5.3.4 too fat")) { Recipient = "ADA@" });
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.DeliverAsync("bob@example.org");
        await client.OfferAsync("ada@example.org");
        await client.SayAsync(".", "552");
        await client.DeliverAsync("bob@example.org");
    }

    [Test]
    public async Task The_first_rule_that_matches_strikes_until_its_times_are_over()
    {
        var first = Catcher.Faults.Add(new(FaultPoint.Mail, new FaultAction.Reply("451 first")) { Times = 2 });
        Catcher.Faults.Add(new(FaultPoint.Mail, new FaultAction.Reply("452 second")) { Times = 1 });
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.SayAsync("MAIL FROM:<a@example.com>", "451 first");
        await client.SayAsync("MAIL FROM:<a@example.com>", "451 first");
        await client.SayAsync("MAIL FROM:<a@example.com>", "452 second");
        await client.SayAsync("MAIL FROM:<a@example.com>", "250");
        Assert.That(first.Struck, Is.EqualTo(2));
    }

    [Test]
    public void A_fault_that_makes_no_sense_is_not_taken()
    {
        var no = Assert.Throws<ArgumentException>(() => Catcher.Faults.Add(new(FaultPoint.Mail, new FaultAction.Refuse())));
        Assert.That(no.Message, Does.StartWith("The fault's do: 'refuse' is only possible at 'connect'"));
    }
}
