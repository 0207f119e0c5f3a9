using System.Diagnostics;

namespace Notifications.MailPreview.Tests;

/// <summary>The tool as it is run: from outside, by its exit code and what it prints.</summary>
public sealed class ProcessTests
{
    [Test]
    public async Task It_says_where_to_look()
    {
        var folder = Directory.CreateTempSubdirectory("mail-preview-").FullName;
        var (code, said, complained) = await RunAsync(folder, "--locale", "en");
        Directory.Delete(folder, recursive: true);

        Assert.That((code, said, complained), Is.EqualTo((0, $"E-mails written: {SampleOrder.All.Count}. Look at {Path.Combine(folder, "index.html")}", "")));
    }

    [Test]
    public async Task Help_is_no_error() => Assert.That(await RunAsync("--help"), Is.EqualTo((0, CommandLine.Help, "")));

    [Test]
    public async Task A_wrong_argument_ends_with_2_and_its_sentence() =>
        Assert.That(await RunAsync("out", "--locale", "de"), Is.EqualTo((2, "", "--locale is 'de': use en or pt-BR.")));

    [Test]
    public async Task An_order_that_cannot_be_read_ends_with_1_and_its_sentence()
    {
        var (code, said, complained) = await RunAsync("out", "--order", "/nowhere.json");

        Assert.That((code, said), Is.EqualTo((1, "")));
        Assert.That(complained, Does.StartWith("--order is '/nowhere.json': it cannot be read"));
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Preview).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output).TrimEnd(), (await error).TrimEnd());
    }
}
