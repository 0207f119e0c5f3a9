using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Notifications.LocalStack.Access;

namespace Notifications.LocalStack.Tests;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DevelopmentAccessTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 4, 0, 0, TimeSpan.Zero);

    private readonly string _root = Directory.CreateTempSubdirectory("notifications-access-").FullName;
    private readonly List<string> _told = [];

    private string Folder => Path.Combine(_root, "access");

    private string KeyFile => Path.Combine(Folder, "signing-key.pem");

    private string TokenFile => Path.Combine(Folder, "service-token");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Test]
    public void The_first_start_makes_a_key_and_a_token_that_only_the_owner_may_read()
    {
        Open();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new FileInfo(KeyFile).UnixFileMode, Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            Assert.That(new FileInfo(TokenFile).UnixFileMode, Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            Assert.That(new FileInfo(Folder).UnixFileMode, Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
            Assert.That(Convert.FromBase64String(File.ReadAllText(TokenFile)), Has.Length.EqualTo(32));
            Assert.That(_told, Is.Empty);
        }
    }

    [Test]
    public void They_are_kept()
    {
        var first = Open().Settings;

        Assert.That(Open().Settings, Is.EquivalentTo(first));
    }

    [Test]
    public void Every_clone_has_its_own()
    {
        var other = Open("other");

        Assert.That(Open().ServiceToken, Is.Not.EqualTo(other.ServiceToken));
        Assert.That(Open().Give(new Credential.PublicKey(), Now), Is.Not.EqualTo(other.Give(new Credential.PublicKey(), Now)));
    }

    [TestCase("")]
    [TestCase("-----BEGIN PRIVATE KEY-----\nhalf of")]
    public void A_key_that_cannot_be_read_is_made_again_and_somebody_is_told(string damaged)
    {
        var before = Open();
        File.WriteAllText(KeyFile, damaged);

        var after = Open();

        Assert.That(after.Settings["Access__PublicKeys__0"], Is.Not.EqualTo(before.Settings["Access__PublicKeys__0"]));
        Assert.That(after.ServiceToken, Is.EqualTo(before.ServiceToken));
        Assert.That(_told, Has.Count.EqualTo(1).And.All.StartsWith($"{KeyFile} cannot be read"));
    }

    [Test]
    public void A_key_that_cannot_sign_our_tokens_is_made_again()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        foreach (var other in new[] { curve.ExportPkcs8PrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem(), PublicPem() })
        {
            Open();
            File.WriteAllText(KeyFile, other);
            Open();
            Assert.That(File.ReadAllText(KeyFile), Is.Not.EqualTo(other));
        }

        Assert.That(_told, Has.Count.EqualTo(3));
    }

    [TestCase("", true)]
    [TestCase("guess-me", true)]
    [TestCase("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz NDU2Nzg5MDE=", true)]
    [TestCase("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n", false)]
    public void A_token_that_the_API_would_not_take_is_made_again(string written, bool again)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(TokenFile, written);

        Assert.That(Open().ServiceToken, again ? Is.Not.EqualTo(written.Trim()) : Is.EqualTo(written.Trim()));
        Assert.That(_told, Has.Count.EqualTo(again ? 1 : 0));
    }

    [Test]
    public void Commands_that_make_them_at_the_same_time_agree()
    {
        for (var round = 0; round < 20; round++)
        {
            var seen = new string[4];
            Parallel.For(0, seen.Length, i => seen[i] = string.Join(' ', Open($"{round}").Settings.Values));
            Assert.That(seen.Distinct(), Has.Exactly(1).Items);
        }

        Assert.That(_told, Is.Empty);
    }

    [Test]
    public async Task The_token_of_a_person_says_who_and_until_when_and_is_known_by_the_public_key()
    {
        var access = Open();
        var token = access.Give(new Credential.OfPerson("customer", "123", TimeSpan.FromMinutes(5)), Now);
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(access.Give(new Credential.PublicKey(), Now)), out _);

        var read = new JsonWebToken(token);
        var valid = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = access.Settings["Access__Issuer"],
            ValidAudience = access.Settings["Access__Audience"],
            ValidAlgorithms = ["ES256"],
            IssuerSigningKey = new ECDsaSecurityKey(key),
            LifetimeValidator = (from, to, _, _) => from == Now && to == Now.AddMinutes(5),
        });

        Assert.That(valid.IsValid, Is.True, valid.Exception?.Message);
        Assert.That(read.Subject, Is.EqualTo("123"));
        Assert.That(read.Claims.Where(claim => claim.Type == "roles").Select(claim => claim.Value), Is.EqualTo(new[] { "customer" }));
    }

    private DevelopmentAccess Open(string name = "access") => DevelopmentAccess.Open(Path.Combine(_root, name), _told.Add);

    private static string PublicPem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportSubjectPublicKeyInfoPem();
    }
}
