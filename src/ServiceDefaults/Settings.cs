using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Notifications.ServiceDefaults.Configured;

namespace Notifications.ServiceDefaults;

/// <summary>Settings as records, one a component, read and checked once at start. A misspelt key is as fatal as a bad value.</summary>
public static class Settings
{
    /// <summary>Reads <paramref name="section"/> into a <typeparamref name="T"/> and registers it.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="section">Name of the section; in the environment its keys are <c>Section__Key</c>.</param>
    /// <param name="problems">The record's own checks, as sentences that name the key, its value and what to do.</param>
    /// <exception cref="SettingsException">A key is unknown, a value cannot be read, or a check has something to say; a host says it when it has read everything.</exception>
    public static T AddSettings<T>(this WebApplicationBuilder builder, string section, Func<T, IEnumerable<string>> problems)
        where T : class, new()
    {
        var (settings, wrong) = Read(builder.Configuration.GetSection(section), section, problems);
        SettingsReport.Add(builder, section, settings, wrong);
        builder.Services.AddSingleton(settings);
        return settings;
    }

    /// <summary>What cannot be read is as if it had not been given: whoever is told of it first need not hear what else that leads to.</summary>
    private static (T Settings, IReadOnlyList<string> Problems) Read<T>(IConfigurationSection values, string section, Func<T, IEnumerable<string>> problems)
        where T : class, new()
    {
        if (Unknown(values, section, typeof(T)).ToList() is { Count: > 0 } unknown)
            return (new T(), unknown);
        try
        {
            // Otherwise a value that cannot be read makes an item of a list disappear without a word.
            var settings = values.Get<T>(options => options.ErrorOnUnknownConfiguration = true) ?? new T();
            return (settings, [.. problems(settings)]);
        }
        catch (InvalidOperationException unreadable)
        {
            return (new T(), [(unreadable.InnerException as InvalidOperationException ?? unreadable).Message]);
        }
    }

    /// <summary>Also in lists of records, whose keys are numbers or names.</summary>
    private static IEnumerable<string> Unknown(IConfigurationSection values, string section, Type settings)
    {
        var known = settings.GetProperties().Where(property => property.CanWrite).ToList();
        foreach (var value in values.GetChildren())
        {
            var property = known.Find(property => property.Name.Equals(value.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                yield return $"{section}:{value.Key} is not a setting; {section} has {string.Join(", ", known.Select(one => one.Name))}.";
            }
            else if (ElementOf(property.PropertyType) is { } element)
            {
                foreach (var problem in value.GetChildren().SelectMany(item => Unknown(item, $"{section}:{property.Name}:{item.Key}", element)))
                    yield return problem;
            }
        }
    }

    private static Type? ElementOf(Type list) =>
        list.IsGenericType && list.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && list.GetGenericArguments()[0] is { IsClass: true } element && element != typeof(string)
            ? element
            : null;
}

/// <summary>The process must not start; the message is for whoever starts it.</summary>
public sealed class SettingsException(string message) : Exception(message);
