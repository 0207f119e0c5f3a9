namespace Notifications.NotificationEndpoint.Mail;

/// <summary>Who wants to know when a session begins and ends with a mail, before it goes on with the next one. Neither is told of a mail that never had a session.</summary>
public interface ISendWatch
{
    void Begins();

    void Ends(MailOutcome outcome);
}
