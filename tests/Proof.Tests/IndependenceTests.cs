using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Notifications.Proof.Tests;

/// <summary>Who checks must not use what is checked: it would find only what the product knows of itself.</summary>
public sealed partial class IndependenceTests
{
    [Test]
    public void Journals_and_checker_use_nothing_of_the_product()
    {
        var files = Folders().SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)).ToList();
        Assert.That(files, Has.Count.GreaterThan(15));
        Assert.That(files.SelectMany(file => Foreign(File.ReadAllText(file)).Select(name => $"{Path.GetFileName(file)}: {name}")), Is.Empty);
    }

    [TestCase("using Notifications.Messages;", "Notifications.Messages")]
    [TestCase("using Envelope = Notifications.Messaging.Wire.Headers;", "Notifications.Messaging")]
    [TestCase("global::Notifications.NotificationEndpoint.Ledger.AttemptEnd end;", "Notifications.NotificationEndpoint")]
    [TestCase("using Notifications.Testing;", "Notifications.Testing")]
    [TestCase("var name = Messages.NotificationKind.OrderConfirmation;", "Messages.NotificationKind")]
    [TestCase("using MimeKit;", "MimeKit")]
    [TestCase("using Notifications.Proof.Check;\nusing Notifications.MailCatcher;\nnamespace Notifications.Proof.Journals;", null)]
    [TestCase("SELECT count(*) FROM notifications.deliveries -- and \"the NotificationEndpoint queue\"", null)]
    public void Whatever_is_of_the_product_is_found(string code, string? found) => Assert.That(Foreign(code), found is null ? Is.Empty : Is.EqualTo(new[] { found }));

    private static IEnumerable<string> Foreign(string code) => ForeignName().Matches(code).Select(name => name.Value);

    private static IEnumerable<string> Folders([CallerFilePath] string here = "") =>
        new[] { "Check", "Journals" }.Select(name => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../tools/Proof", name)));

    // Inside Notifications.Proof a namespace of the product can also be reached by its last name alone.
    [GeneratedRegex(
        @"\bNotifications\.(?!Proof\b|MailCatcher\b)[A-Z]\w*"
        + @"|(?<![\w.])(?:Messages|Messaging|OrdersEndpoint|NotificationEndpoint|ReconciliationJob|RecoverabilityEndpoint|ServiceDefaults|Database|Testing)\.[A-Z]\w*"
        + @"|\b(?:MimeKit|MailKit)\b")]
    private static partial Regex ForeignName();
}
