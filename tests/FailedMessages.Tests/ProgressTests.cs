namespace Notifications.FailedMessages.Tests;

public sealed class ProgressTests
{
    [Test]
    public async Task On_a_terminal_it_is_a_bar_that_is_drawn_over_itself_and_ends_with_its_line() => Assert.That(
        await ShowAsync(isTerminal: true),
        Is.EqualTo($"\r[{new string(' ', 40)}] 0 of 1,000 sent back\r[{new string('#', 20)}{new string(' ', 20)}] 500 of 1,000 sent back\n"));

    [Test]
    public async Task Elsewhere_it_is_a_line_for_each_change() => Assert.That(await ShowAsync(isTerminal: false), Is.EqualTo("0 of 1,000 sent back\n500 of 1,000 sent back\n"));

    private static async Task<string> ShowAsync(bool isTerminal)
    {
        await using var error = new StringWriter { NewLine = "\n" };
        var progress = new Progress(error, isTerminal);
        await progress.ShowAsync("sent back", 0, 1_000);
        await progress.ShowAsync("sent back", 500, 1_000);
        await progress.ShowAsync("sent back", 500, 1_000);
        await progress.EndAsync();
        return error.ToString();
    }
}
