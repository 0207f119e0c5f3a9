using System.Runtime.InteropServices;
using Notifications.NotificationEndpoint.Tests.Behaviours;

namespace Notifications.NotificationEndpoint.Tests;

/// <summary>
/// This process trusts the authority of the tests beside those of the machine, and no other process does: .NET reads OpenSSL's variable when it first
/// checks a certificate, and here it is only set in our own memory.
/// </summary>
[SetUpFixture]
public sealed class TrustAuthority
{
    private readonly DirectoryInfo _trusted = Directory.CreateTempSubdirectory("trusted-");

    [OneTimeSetUp]
    public void Trust()
    {
        File.WriteAllText(Path.Combine(_trusted.FullName, "authority.pem"), Certificates.Authority.ExportCertificatePem());
        _ = SetEnvironmentVariable("SSL_CERT_DIR", $"/etc/ssl/certs:{_trusted.FullName}", overwrite: 1);
    }

    [OneTimeTearDown]
    public void Forget() => _trusted.Delete(recursive: true);

    /// <summary>.NET's own would change a copy of the environment that OpenSSL does not see.</summary>
    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetEnvironmentVariable(string name, string value, int overwrite);
}
