using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>What relays show of themselves.</summary>
internal static class Certificates
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    /// <summary>Vouches for all but <see cref="SelfSigned"/>.</summary>
    public static X509Certificate2 Authority { get; } = NewAuthority();

    public static X509Certificate2 Good { get; } = Issue(IPAddress.Loopback, Now.AddDays(1));

    public static X509Certificate2 OfAnotherHost { get; } = Issue(IPAddress.Parse("192.0.2.1"), Now.AddDays(1));

    public static X509Certificate2 Expired { get; } = Issue(IPAddress.Loopback, Now.AddHours(-1));

    public static X509Certificate2 SelfSigned { get; } = NewSelfSigned();

    private static X509Certificate2 NewAuthority()
    {
        using var key = NewKey();
        var request = new CertificateRequest("CN=Authority of a test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(Now.AddDays(-2), Now.AddDays(2));
    }

    private static X509Certificate2 Issue(IPAddress host, DateTimeOffset until)
    {
        using var key = NewKey();
        using var certificate = Request(host, key).Create(Authority, Now.AddDays(-1), until, RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 NewSelfSigned()
    {
        using var key = NewKey();
        return Request(IPAddress.Loopback, key).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
    }

    private static CertificateRequest Request(IPAddress host, ECDsa key)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(host);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);
}
