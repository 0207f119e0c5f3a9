using System.Net;

namespace Notifications.MailCatcher.Tests;

public sealed class CommandLineTests
{
    [Test]
    public void Without_arguments_it_stands_where_MailHog_stands() =>
        Assert.That(CommandLine.Read([]).Settings, Is.EqualTo(new MailCatcherSettings { SmtpPort = 1025, HttpPort = 8025, Bind = IPAddress.Loopback }));

    [Test]
    public void Every_argument_is_read() =>
        Assert.That(
            CommandLine.Read(["--smtp-port", "25", "--http-port", "0", "--bind", "0.0.0.0", "--keep-messages", "7", "--keep-megabytes", "3"]).Settings,
            Is.EqualTo(new MailCatcherSettings { SmtpPort = 25, HttpPort = 0, Bind = IPAddress.Any, KeepMessages = 7, KeepBytes = 3 << 20 }));

    [TestCase("--smtp-port 70000", "--smtp-port is '70000': use 0 to 65535.")]
    [TestCase("--smtp-port -1", "--smtp-port is '-1': use 0 to 65535.")]
    [TestCase("--http-port x", "--http-port is 'x': use 0 to 65535.")]
    [TestCase("--http-port", "--http-port has no value: use 0 to 65535.")]
    [TestCase("--http-port 1025", "--http-port is '1025', the same as --smtp-port: use two different ports.")]
    [TestCase("--bind everywhere", "--bind is 'everywhere': use an IP address, such as 127.0.0.1.")]
    [TestCase("--keep-messages 0", "--keep-messages is '0': use 1 to 100000000.")]
    [TestCase("--keep-megabytes 1.5", "--keep-megabytes is '1.5': use 1 to 1000000.")]
    [TestCase("--prot 25", "Unknown argument '--prot': see --help for those there are.")]
    [TestCase("25", "Unknown argument '25': see --help for those there are.")]
    public void A_wrong_argument_is_named_with_its_value_and_what_to_do(string args, string sentence) =>
        Assert.That(CommandLine.Read(args.Split(' ')), Is.EqualTo(new CommandLine(null, sentence)));

    [Test]
    public void Help_names_every_default()
    {
        var settings = new MailCatcherSettings();
        Assert.That(CommandLine.Read(["--help"]), Is.EqualTo(new CommandLine(null, null)));
        var defaults = new object[] { settings.SmtpPort, settings.HttpPort, settings.Bind, settings.KeepMessages, settings.KeepBytes >> 20 };
        Assert.That(defaults.Where(value => !CommandLine.Help.Contains($"({value})", StringComparison.Ordinal)), Is.Empty);
    }
}
