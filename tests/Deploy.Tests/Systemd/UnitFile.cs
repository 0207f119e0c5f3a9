namespace Notifications.Deploy.Tests.Systemd;

/// <summary>Assignments of a unit with those of the drop-in for all; of a key that stands twice, all of them.</summary>
internal sealed class UnitFile
{
    private readonly ILookup<string, string> _values;

    private UnitFile(string name, IEnumerable<string> lines)
    {
        Name = name;
        _values = lines.Where(line => line.Length > 0 && line[0] is not ('#' or ';' or '[') && line.Contains('='))
            .ToLookup(line => line[..line.IndexOf('=')], line => line[(line.IndexOf('=') + 1)..]);
    }

    public string Name { get; }

    /// <summary>Starts and stops again for ever, in place of running to its end.</summary>
    public bool IsHost => Text("Type") == "notify";

    public static IEnumerable<string> Services() => Directory.GetFiles(InstalledUnits.Source, "*.service").Select(file => Path.GetFileName(file));

    public static UnitFile Read(string name) => new(
        name,
        [
            .. File.ReadAllLines(Path.Combine(InstalledUnits.Source, name)),
            .. File.ReadAllLines(Path.Combine(InstalledUnits.Source, "notifications-.service.d", "10-hardening.conf")),
        ]);

    /// <summary>The only value; empty when there is none.</summary>
    public string Text(string key) => _values[key].SingleOrDefault() ?? "";

    public IEnumerable<string> Values(string key) => _values[key];
}
