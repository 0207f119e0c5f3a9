using System.Reflection;
using Notifications.Messaging.Broker;
using Notifications.NotificationEndpoint.Mail;
using Notifications.ServiceDefaults.Access;

namespace Notifications.Architecture.Tests.Configuration;

/// <summary>What a key may be, asked of the record itself: told an impossible value, its sentence says what to give.</summary>
internal static class AllowedValues
{
    public static string Of(SettingsKey key)
    {
        var type = SettingsTypes.ItemOf(key.Property.PropertyType) ?? key.Property.PropertyType;
        if (type == typeof(bool))
            return "`true`, `false`";
        if (type.IsEnum)
            return string.Join(", ", Enum.GetNames(type).Select(name => $"`{name}`"));
        return Impossible(key.Property.PropertyType).Select(value => Sentence(key, value)).FirstOrDefault(sentence => sentence is not null) ?? "–";
    }

    private static IEnumerable<object> Impossible(Type type) =>
        type == typeof(int) ? [-1, int.MaxValue]
        : type == typeof(double) ? [-1.0, 1e9]
        : type == typeof(TimeSpan) ? [TimeSpan.FromHours(-1), TimeSpan.FromDays(100_000)]
        : [];

    private static string? Sentence(SettingsKey key, object value)
    {
        var settings = Activator.CreateInstance(key.Type)!;
        key.Property.SetValue(settings, value);
        var name = $"{key.Variable.Replace("__", ":", StringComparison.Ordinal)} is ";
        return Problems(settings, key).Where(sentence => sentence.StartsWith(name, StringComparison.Ordinal)).Select(Advice).FirstOrDefault();
    }

    /// <summary>Behind the first semicolon.</summary>
    private static string Advice(string sentence)
    {
        var advice = sentence[(sentence.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim().TrimEnd('.');
        foreach (var verb in new[] { "give a number of bytes ", "give a number ", "give a time ", "set it to ", "give " }.Where(verb => advice.StartsWith(verb, StringComparison.Ordinal)).Take(1))
            advice = advice[verb.Length..];
        return advice;
    }

    private static IEnumerable<string> Problems(object settings, SettingsKey key) =>
        key.Type.GetMethod("Problems", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is { } problems
            ? (IEnumerable<string>)problems.Invoke(settings, [.. problems.GetParameters().Select(parameter => Argument(parameter.ParameterType, key))])!
            : [];

    private static object Argument(Type type, SettingsKey key) =>
        type == typeof(string) ? key.Variable[..^(key.Property.Name.Length + 2)].Replace("__", ":", StringComparison.Ordinal)
        : type == typeof(TimeSpan) ? new RelaySettings().TotalTimeout
        : type == typeof(BrokerSettings) ? new BrokerSettings()
        : type == typeof(AccessSettings) ? new AccessSettings()
        : throw new InvalidOperationException($"{key.Type.Name}.Problems wants a {type.Name}.");
}
