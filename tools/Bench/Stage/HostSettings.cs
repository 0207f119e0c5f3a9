using Notifications.Testing;

namespace Notifications.Bench.Stage;

/// <summary>What our processes are told: where things are, and nothing that a deployment would not set.</summary>
internal static class HostSettings
{
    public static Dictionary<string, string> OfApi(ShopPlan plan, string database, Uri broker) => All(plan, new(TestAccess.Settings)
    {
        ["Database__ConnectionString"] = database,
        ["Broker__Uri"] = broker.AbsoluteUri,
        ["Limits__ServiceRequestsPerSecond"] = "1000000", // one caller stands for all
        ["Stopping__AnnounceFor"] = "00:00:00",
    });

    public static Dictionary<string, string> OfConsumer(ShopPlan plan, string database, Uri broker, int smtpPort)
    {
        var all = new Dictionary<string, string>
        {
            ["Database__ConnectionString"] = database,
            ["Broker__Uri"] = broker.AbsoluteUri,
            ["Smtp__From"] = "Shop <orders@shop.example>",
            ["Smtp__Relays__0__Name"] = "relay",
            ["Smtp__Relays__0__Host"] = "127.0.0.1",
            ["Smtp__Relays__0__Port"] = $"{smtpPort}",
            ["Smtp__Relays__0__Tls"] = "None",
        };
        if (plan.Transaction is { } transaction)
            all["Smtp__Relays__0__Transaction"] = transaction;
        return All(plan, all);
    }

    private static Dictionary<string, string> All(ShopPlan plan, Dictionary<string, string> settings)
    {
        // As the images and the units of systemd set them.
        settings["DOTNET_GCgen0size"] = "0x4000000";
        settings["Rehearsal__AtMost"] = "00:00:20";
        foreach (var (key, value) in plan.More)
            settings[key] = value;
        return settings;
    }
}
