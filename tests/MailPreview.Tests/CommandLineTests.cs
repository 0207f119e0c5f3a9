namespace Notifications.MailPreview.Tests;

public sealed class CommandLineTests
{
    [Test]
    public void A_folder_is_enough() => Assert.That(CommandLine.Read(["out"]).Wish, Is.EqualTo(new PreviewWish("out")));

    [Test]
    public void Every_argument_is_read() =>
        Assert.That(
            CommandLine.Read(["out", "--kind", "order-confirmation", "--locale", "PT-br", "--order", "o.json"]).Wish,
            Is.EqualTo(new PreviewWish("out", "order-confirmation", "pt-BR", "o.json")));

    [TestCase("", "<folder> has no value: begin with the folder to write to, such as 'preview'.")]
    [TestCase("--kind order-confirmation", "<folder> is '--kind': begin with the folder to write to, such as 'preview'.")]
    [TestCase("out --kind invoice", "--kind is 'invoice': use order-confirmation.")]
    [TestCase("out --locale de", "--locale is 'de': use en or pt-BR.")]
    [TestCase("out --locale", "--locale has no value: use en or pt-BR.")]
    [TestCase("out --order", "--order has no value: use a file with the JSON of a SendOrderConfirmation.")]
    [TestCase("out --ordre o.json", "Unknown argument '--ordre': see --help for those there are.")]
    [TestCase("out in", "Unknown argument 'in': see --help for those there are.")]
    public void A_wrong_argument_is_named_with_its_value_and_what_to_do(string args, string sentence) =>
        Assert.That(CommandLine.Read(args.Split(' ')), Is.EqualTo(new CommandLine(null, sentence)));

    [Test]
    public void Help_names_every_kind_and_language()
    {
        Assert.That(CommandLine.Read(["out", "--help"]), Is.EqualTo(new CommandLine(null, null)));
        Assert.That(PreviewKind.Names.Concat(PreviewLocale.Tags).Where(name => !CommandLine.Help.Contains(name, StringComparison.Ordinal)), Is.Empty);
    }
}
