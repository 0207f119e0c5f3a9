using Microsoft.IdentityModel.JsonWebTokens;
using Notifications.LocalStack.Access;
using Notifications.LocalStack.Commands;

namespace Notifications.LocalStack.Tests;

public sealed class TokenCommandTests
{
    private readonly RunFolder _folder = new(Directory.CreateTempSubdirectory("notifications-token-").FullName);

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder.Root, recursive: true);

    [Test]
    public void A_token_is_all_that_is_printed_whether_or_not_the_system_was_ever_started() =>
        Assert.That(Print(new Credential.OfService()), Is.EqualTo((DevelopmentAccess.Open(_folder.Access, _ => { }).ServiceToken + Environment.NewLine, "")));

    [Test]
    public void A_person_s_token_is_good_from_now_on()
    {
        var token = new JsonWebToken(Print(new Credential.OfPerson("admin", "operator", TimeSpan.FromMinutes(7))).Output.TrimEnd());

        Assert.That(token.ValidFrom, Is.EqualTo(DateTime.UtcNow).Within(TimeSpan.FromSeconds(30)));
        Assert.That(token.ValidTo - token.ValidFrom, Is.EqualTo(TimeSpan.FromMinutes(7)));
    }

    [Test]
    public void A_remark_does_not_get_into_the_token()
    {
        var damaged = new RunFolder(Path.Combine(_folder.Root, "damaged"));
        Directory.CreateDirectory(damaged.Access);
        File.WriteAllText(Path.Combine(damaged.Access, "service-token"), "short");

        var (output, remarks) = Print(new Credential.OfService(), damaged);

        Assert.That(output.TrimEnd(), Has.Length.EqualTo(44));
        Assert.That(remarks, Does.Contain("service-token cannot be read"));
    }

    private (string Output, string Remarks) Print(Credential wanted, RunFolder? folder = null)
    {
        using var output = new StringWriter();
        using var remarks = new StringWriter();
        Assert.That(TokenCommand.Execute(folder ?? _folder, wanted, output, remarks), Is.Zero);
        return (output.ToString(), remarks.ToString());
    }
}
