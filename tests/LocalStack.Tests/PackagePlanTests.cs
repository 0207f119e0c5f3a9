using Notifications.LocalStack.Servers;

namespace Notifications.LocalStack.Tests;

public sealed class PackagePlanTests
{
    private static readonly string[] Both = ["postgresql", "rabbitmq-server"];

    [Test]
    public void Nothing_is_installed_when_nothing_is_missing() =>
        Assert.That(PackagePlan.Decide([], hasApt: false, isRoot: false, maySudo: false), Is.EqualTo(new PackagePlan.NoneMissing()));

    [Test]
    public void Root_installs_directly()
    {
        var plan = PackagePlan.Decide(Both, hasApt: true, isRoot: true, maySudo: true) as PackagePlan.Install;

        Assert.That(plan?.Prefix, Is.Empty);
        Assert.That(plan?.Packages, Is.EqualTo(Both));
    }

    [Test]
    public void A_user_who_may_installs_by_sudo_that_never_asks()
    {
        var plan = PackagePlan.Decide(Both, hasApt: true, isRoot: false, maySudo: true) as PackagePlan.Install;

        Assert.That(plan?.Prefix, Is.EqualTo(new[] { "sudo", "-n" }));
    }

    [Test]
    public void A_user_who_may_not_is_told_the_administrators_command()
    {
        var plan = PackagePlan.Decide(["rabbitmq-server"], hasApt: true, isRoot: false, maySudo: false) as PackagePlan.Ask;

        Assert.That(plan?.Sentence, Does.Contain("'apt-get install --no-install-recommends rabbitmq-server'").And.Contain("Docker engine"));
    }

    [Test]
    public void Without_apt_even_root_is_told_what_is_missing()
    {
        var plan = PackagePlan.Decide(Both, hasApt: false, isRoot: true, maySudo: false) as PackagePlan.Ask;

        Assert.That(plan?.Sentence, Does.Contain("no postgresql and no rabbitmq-server").And.Contain("no apt-get"));
    }
}
