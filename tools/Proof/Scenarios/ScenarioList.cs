namespace Notifications.Proof.Scenarios;

/// <summary>All that is played, in the order in which it is.</summary>
public static class ScenarioList
{
    public static IReadOnlyList<Scenario> All { get; } = [.. Everyday.All, .. Deaths.All, Crashes.Together, .. Crashes.All, .. Outages.All, .. Relays.All, AllTogether.Once];

    public static Scenario? Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name);
}
