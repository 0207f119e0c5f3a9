namespace Notifications.FailedMessages.Tests;

public sealed class PlainTests
{
    [TestCase("a\u001b[31mb\nc", ExpectedResult = @"a\u{1b}[31mb c")]
    [TestCase("a\u202egnp.exe", ExpectedResult = @"a\u{202e}gnp.exe")]
    [TestCase("Olá, 你好 🙂", ExpectedResult = "Olá, 你好 🙂")]
    [TestCase(null, ExpectedResult = "")]
    public string A_line_shows_what_a_terminal_would_obey(string? text) => Plain.Line(text, 100);

    [Test]
    public void A_text_keeps_its_lines_and_is_cut_with_a_mark() => Assert.That(Plain.Text("a\r\n\tb\u0007cdef", 12), Is.EqualTo("a\n\tb\\u{7}cd…"));
}
