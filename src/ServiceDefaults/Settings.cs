using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Notifications.ServiceDefaults;

/// <summary>Settings as records, one a component, read and checked once at start. A misspelt key is as fatal as a bad value.</summary>
public static class Settings
{
    /// <summary>Reads <paramref name="section"/> into a <typeparamref name="T"/> and registers it.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="section">Name of the section; in the environment its keys are <c>Section__Key</c>.</param>
    /// <param name="problems">The record's own checks, as sentences that name the key, its value and what to do.</param>
    /// <exception cref="SettingsException">A key is unknown, a value cannot be read, or a check has something to say; all of it at once.</exception>
    public static T AddSettings<T>(this WebApplicationBuilder builder, string section, Func<T, IEnumerable<string>> problems)
        where T : class, new()
    {
        var values = builder.Configuration.GetSection(section);
        var known = typeof(T).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).ToList();
        var unknown = values.GetChildren()
            .Where(value => !known.Contains(value.Key, StringComparer.OrdinalIgnoreCase))
            .Select(value => $"{section}:{value.Key} is not a setting; {section} has {string.Join(", ", known)}.")
            .ToList();
        if (unknown.Count > 0)
            throw new SettingsException(string.Join(' ', unknown));

        var settings = Read<T>(values);
        var wrong = problems(settings).ToList();
        if (wrong.Count > 0)
            throw new SettingsException($"{string.Join(' ', wrong)} (In the environment a key is written {section}__Key.)");

        builder.Services.AddSingleton(settings);
        return settings;
    }

    private static T Read<T>(IConfigurationSection values)
        where T : class, new()
    {
        try
        {
            return values.Get<T>() ?? new T();
        }
        catch (InvalidOperationException unreadable)
        {
            throw new SettingsException(unreadable.Message);
        }
    }
}

/// <summary>The process must not start; the message is for whoever starts it.</summary>
public sealed class SettingsException(string message) : Exception(message);
