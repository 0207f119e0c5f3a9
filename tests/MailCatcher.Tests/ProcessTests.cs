using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Notifications.MailCatcher.Tests;

/// <summary>The tool as it is run: from outside, by its exit code and what it prints.</summary>
[Platform("Linux")]
public sealed partial class ProcessTests
{
    private readonly List<Process> _started = [];

    [TearDown]
    public void Kill()
    {
        foreach (var process in _started)
        {
            process.Kill();
            process.Dispose();
        }

        _started.Clear();
    }

    [Test]
    public async Task It_says_when_it_is_ready_and_stops_clean_when_told_to([Values("TERM", "INT")] string signal)
    {
        var process = Start("--smtp-port", "0", "--http-port", "0");
        var ready = await process.StandardOutput.ReadLineAsync();
        var port = Ready().Match(ready!).Groups[1].Value;
        Assert.That(port, Is.Not.Empty, ready);

        using var client = await Conversation.StartAsync(int.Parse(port, CultureInfo.InvariantCulture));
        await client.HearAsync("220");
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await client.HearAsync("421 4.3.2");
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero);
    }

    [Test]
    public async Task A_wrong_argument_ends_with_2_and_its_sentence()
    {
        var process = Start("--smtp-port", "many");
        Assert.That(await process.StandardError.ReadToEndAsync(), Is.EqualTo("--smtp-port is 'many': use 0 to 65535.\n"));
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task A_taken_port_ends_with_1_and_its_sentence()
    {
        await using var other = await MailCatcherServer.StartAsync(new() { SmtpPort = 0, HttpPort = 0 });
        var process = Start("--smtp-port", $"{other.SmtpPort}", "--http-port", "0");
        Assert.That(await process.StandardError.ReadToEndAsync(), Does.StartWith($"Port {other.SmtpPort} on 127.0.0.1 is taken"));
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.EqualTo(1));
    }

    /// <summary>With SIGINT as it is in a terminal: tests that are started in the background by a script inherit that it is ignored.</summary>
    private Process Start(params string[] args)
    {
        var process = Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", typeof(MailCatcherServer).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _started.Add(process);
        return process;
    }

    [GeneratedRegex(@"SMTP on 127\.0\.0\.1 port (\d+), page and API on http://127\.0\.0\.1:\d+/")]
    private static partial Regex Ready();
}
