using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests;

/// <summary>Who stands behind <c>amqps://</c> has to be whom the address names. Bug: the client library takes a certificate of any name unless it is told not to.</summary>
[CancelAfter(60_000)]
public sealed class BrokerCertificateTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("notifications-certificate-");

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task A_certificate_of_the_name_in_the_address_is_taken(CancellationToken cancellation)
    {
        using var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start();
        using var certificate = CertificateOf("localhost");
        await using var api = await StartAsync(door, certificate, cancellation);

        using var client = await door.AcceptTcpClientAsync(cancellation);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsServerAsync(certificate);
        var first = new byte[4];
        await tls.ReadExactlyAsync(first, cancellation);

        Assert.That(Encoding.ASCII.GetString(first), Is.EqualTo("AMQP"));
    }

    [Test]
    public async Task One_of_another_name_is_refused_though_its_authority_is_trusted_and_the_log_says_so(CancellationToken cancellation)
    {
        using var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start();
        using var certificate = CertificateOf("broker.example");
        await using var api = await StartAsync(door, certificate, cancellation);

        using var client = await door.AcceptTcpClientAsync(cancellation);
        await using var tls = new SslStream(client.GetStream());
        await ((Task)tls.AuthenticateAsServerAsync(certificate)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        await Eventually.TrueAsync(() => Task.FromResult(api.Output.Contains("The remote certificate was rejected", StringComparison.Ordinal)), "the log says why", cancellation);
    }

    /// <summary>Trusted by the host that is told of it, and by nobody else.</summary>
    private static X509Certificate2 CertificateOf(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private Task<HostProcess> StartAsync(TcpListener door, X509Certificate2 trusted, CancellationToken cancellation)
    {
        var authority = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.pem");
        File.WriteAllText(authority, trusted.ExportCertificatePem());
        return HostProcess.StartAsync(
            "OrdersEndpoint",
            new Dictionary<string, string>(TestAccess.Settings)
            {
                ["Database__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=x",
                ["Broker__Uri"] = $"amqps://localhost:{((IPEndPoint)door.LocalEndpoint).Port}",
                ["SSL_CERT_FILE"] = authority,
            },
            readyPath: "health/startup",
            cancellation: cancellation);
    }
}
