using System.Globalization;
using System.Net;

namespace Notifications.MailCatcher;

/// <summary>The arguments of the process: settings, a wish for help, or a sentence that says what is wrong with them.</summary>
internal sealed record CommandLine(MailCatcherSettings? Settings, string? Problem)
{
    public const string Help =
        """
        Catches e-mail for development and tests: nothing that it takes is ever delivered.

        Usage: dotnet Notifications.MailCatcher.dll [options]

          --smtp-port PORT      port for SMTP; 0 lets the system choose (1025)
          --http-port PORT      port for the web page and the API; 0 lets the system choose (8025)
          --bind ADDRESS        IP address to listen on; 0.0.0.0 for all (127.0.0.1)
          --keep-messages N     how many messages are kept; the oldest leave first (50000)
          --keep-megabytes N    how many megabytes of messages are kept; the oldest leave first (256)
          --help                this text

        The page is at http://ADDRESS:PORT/, MailHog's API below /api/v1 and /api/v2, numbers at /api/stats.
        To make it misbehave, PUT a list to /api/faults; DELETE ends it. One fault:
          {"at":"rcpt","do":"reply","reply":"550 5.1.1 no such user","recipient":"nobody@","times":3}
          at: connect, helo, mail, rcpt, data, end_of_data      do: reply, hang, cut, refuse, slow
          hang and slow take "milliseconds"; at end_of_data, "keep":true keeps the message first
        """;

    public static CommandLine Read(IReadOnlyList<string> args)
    {
        var settings = new MailCatcherSettings();
        if (args.Any(arg => arg is "--help" or "-h"))
            return new(null, null);

        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : "";
            var (next, remedy) = args[i] switch
            {
                "--smtp-port" => (Number(value, 0, 65535) is { } port ? settings with { SmtpPort = port } : null, "use 0 to 65535"),
                "--http-port" => (Number(value, 0, 65535) is { } port ? settings with { HttpPort = port } : null, "use 0 to 65535"),
                "--bind" => (Address(value) is { } address ? settings with { Bind = address } : null, "use an IP address, such as 127.0.0.1"),
                "--keep-messages" => (Number(value, 1, 100_000_000) is { } count ? settings with { KeepMessages = count } : null, "use 1 to 100000000"),
                "--keep-megabytes" => (Number(value, 1, 1_000_000) is { } size ? settings with { KeepBytes = (long)size << 20 } : null, "use 1 to 1000000"),
                _ => (null, null),
            };

            if (remedy is null)
                return new(null, $"Unknown argument '{args[i]}': see --help for those there are.");
            if (next is null)
                return new(null, $"{args[i]} {(value.Length == 0 ? "has no value" : $"is '{value}'")}: {remedy}.");

            settings = next;
        }

        return settings.HttpPort != 0 && settings.HttpPort == settings.SmtpPort
            ? new(null, $"--http-port is '{settings.HttpPort}', the same as --smtp-port: use two different ports.")
            : new(settings, null);
    }

    private static int? Number(string value, int from, int to) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to ? number : null;

    private static IPAddress? Address(string value) =>
        value == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(value, out var address) ? address : null;
}
