namespace Notifications.Pipeline.Tests.Upgrades;

/// <summary>Begun with the first tests, long before these have their turn; a run without these builds nothing.</summary>
[SetUpFixture]
public sealed class BuildPreviousVersion
{
    [OneTimeSetUp]
    public void Begin() => _ = PreviousVersion.GetAsync();

    [OneTimeTearDown]
    public async Task LeaveNothingBehind() => await PreviousVersion.GetAsync();
}
