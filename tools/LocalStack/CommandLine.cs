using Notifications.LocalStack.Access;
using Notifications.LocalStack.Commands;

namespace Notifications.LocalStack;

/// <summary>What somebody asked <c>./run</c> to do.</summary>
public abstract record CommandLine
{
    private CommandLine() { }

    /// <param name="Demo">Stop after the e-mails instead of staying in the foreground.</param>
    public sealed record Run(bool Demo) : CommandLine;

    public sealed record Down : CommandLine;

    /// <param name="Name">One process, or null for all.</param>
    public sealed record Logs(string? Name, bool Follow) : CommandLine;

    public sealed record Token(Credential Wanted) : CommandLine;

    public sealed record Help : CommandLine;

    public sealed record Wrong(string Sentence) : CommandLine;

    public static CommandLine Parse(params string[] arguments) => arguments switch
    {
        [] => new Run(Demo: false),
        ["--demo"] => new Run(Demo: true),
        ["down"] => new Down(),
        ["logs", .. var rest] => ParseLogs(rest),
        ["token", .. var rest] => TokenArguments.Parse(rest),
        ["--help" or "-h" or "help", ..] => new Help(),
        ["--demo" or "down", var extra, ..] => new Wrong($"'{arguments[0]}' takes no further argument, but '{extra}' was given. ./run --help lists what there is."),
        [var unknown, ..] => new Wrong($"There is no '{unknown}'. ./run --help lists what there is."),
    };

    private static CommandLine ParseLogs(string[] arguments)
    {
        var names = arguments.Where(argument => !argument.StartsWith('-')).ToList();
        var options = arguments.Where(argument => argument.StartsWith('-')).ToList();
        if (options.Find(option => option is not ("-f" or "--follow")) is { } unknown)
            return new Wrong($"'logs' has no option '{unknown}', only --follow (or -f).");
        return names.Count > 1
            ? new Wrong($"'logs' takes one name, but got {names.Count}: {string.Join(", ", names)}.")
            : new Logs(names.FirstOrDefault(), options.Count > 0);
    }

    public const string HelpText = """
        Starts the whole system on this machine and shows the way of orders to their e-mails.

          ./run                  start everything, place five orders, stay until Ctrl-C
          ./run --demo           the same, but stop everything after their e-mails
          ./run logs [name] [-f] the end of every log or of one; -f follows. Names: postgres, rabbitmq, epmd,
                                 migrator, mail-catcher, orders, notification, reconciliation, recoverability, build
          ./run token            print the shop's token for the orders API, and nothing else: TOKEN=$(./run token)
          ./run token --customer ID | --operator [NAME] | --admin [NAME] [--minutes N]
                                 the same of a person, good for N minutes (1 to 1440, default 60)
          ./run token --public-key
                                 the key that knows people's tokens, for another system such as docker compose
          ./run down             stop a run from another terminal, or what a killed one left behind
          ./run --help           this text

        PostgreSQL and RabbitMQ come from docker-compose.yml if a Docker engine answers, else from the Debian packages
        'postgresql' and 'rabbitmq-server' (installed when missing) as private instances on ports of their own.
        NOTIFICATIONS_ENGINE=docker or =native decides it instead. Data and logs lie in .run/ (containers: in volumes),
        and in .run/access what signs tokens: made at the first start, for this clone alone.

        Ports on 127.0.0.1: 8080 orders API, 8025 mail page, 1025 SMTP, 8081 and 8082 health, 33333 failed messages, for
        ServicePulse, 55432 PostgreSQL, 55672 RabbitMQ, 15672 its management; native instances also 54369 and 55673. One that is free is for the spans,
        from which each order's way is told; with OTEL_EXPORTER_OTLP_ENDPOINT set they are sent there instead.

        Exit code: 0 done; 1 something failed, the last lines say what; 2 wrong arguments; 130 interrupted while starting.
        """;
}
