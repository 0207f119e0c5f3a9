using System.Text;
using Notifications.LocalStack;

namespace Notifications.Pipeline.Tests;

/// <summary>
/// A deployment of the notification endpoint with a mistake in a template: it asks for a name that there is not, but only for an article that has both a name and
/// a SKU. The template is in the assembly as text, and the mistake has its length.
/// </summary>
internal sealed class BrokenTemplate : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("notifications-broken-");

    public BrokenTemplate()
    {
        var built = BuildOutput.ProgramOf("NotificationEndpoint");
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(built)!))
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        Program = Path.Combine(_folder.FullName, Path.GetFileName(built));

        var assembly = File.ReadAllBytes(Program);
        var place = assembly.AsSpan().IndexOf("SKU {{ line.Sku }}"u8);
        Assert.That(place, Is.Positive, "the text template has this line");
        Encoding.UTF8.GetBytes("SKU {{ line.Skv }}").CopyTo(assembly, place);
        File.WriteAllBytes(Program, assembly);
    }

    /// <summary>Its assembly.</summary>
    public string Program { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
