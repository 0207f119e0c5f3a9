namespace Notifications.MailCatcher.Smtp;

/// <summary>Every line this server says of itself, with the codes of RFC 5321 and RFC 3463. Faults bring their own.</summary>
internal static class SmtpReplies
{
    public const string Banner = "220 mailcatcher ESMTP";
    public const string Hello = "250 mailcatcher";
    public const string SenderOk = "250 2.1.0 Ok";
    public const string RecipientOk = "250 2.1.5 Ok";
    public const string Ok = "250 2.0.0 Ok";
    public const string CannotVerify = "252 2.0.0 Send it and see: everybody is accepted here";
    public const string Help = "214 2.0.0 EHLO HELO MAIL RCPT DATA RSET NOOP VRFY HELP QUIT";
    public const string SendContent = "354 End with <CR><LF>.<CR><LF>";
    public const string Goodbye = "221 2.0.0 Bye";

    public const string Idle = "421 4.4.2 Nothing heard for too long, closing";
    public const string Stopping = "421 4.3.2 Shutting down, closing";
    public const string TooManyConnections = "421 4.7.0 Too many connections, try again later";
    public const string TooManyRecipients = "452 4.5.3 Too many recipients";

    public const string LineTooLong = "500 5.5.6 Line too long";
    public const string BareLineFeed = "500 5.5.2 A line ends with CR LF, not with LF alone";
    public const string NotText = "500 5.5.2 Control characters and broken UTF-8 are not allowed here";
    public const string UnknownCommand = "500 5.5.1 Command not recognized";
    public const string NotImplemented = "502 5.5.1 Command not implemented";
    public const string NeedsName = "501 5.5.4 A host name is needed after EHLO or HELO";
    public const string NoArgument = "501 5.5.4 This command has no argument";
    public const string NeedsSender = "501 5.5.4 Syntax: MAIL FROM:<address>";
    public const string NeedsRecipient = "501 5.5.4 Syntax: RCPT TO:<address>";
    public const string BadSender = "501 5.1.7 Bad sender address syntax";
    public const string BadRecipient = "501 5.1.3 Bad recipient address syntax";
    public const string BadParameter = "501 5.5.4 Bad value of a parameter";
    public const string UnknownParameter = "555 5.5.4 Parameter not recognized";
    public const string NeedsSmtpUtf8 = "553 5.6.7 An address beyond ASCII needs the SMTPUTF8 parameter of MAIL";
    public const string HelloFirst = "503 5.5.1 Send EHLO or HELO first";
    public const string SenderFirst = "503 5.5.1 Send MAIL first";
    public const string RecipientFirst = "503 5.5.1 No valid recipient yet: send RCPT first";
    public const string SenderGiven = "503 5.5.1 Sender already given: send DATA or RSET";
    public const string TooLarge = "552 5.3.4 Message too large";

    public static string Queued(string id) => $"250 2.0.0 Ok: queued as {id}";

    public static string Extensions(int largestMessage) =>
        $"250-mailcatcher\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE {largestMessage}";
}
