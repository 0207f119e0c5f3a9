using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Addresses;
using Npgsql;

namespace Notifications.OrdersEndpoint.Tests.Addresses;

[Parallelizable(ParallelScope.All)]
public sealed class DatabaseAddressTests
{
    [TestCase("postgres://u:p@h/d", "Username=u;Password=p;Host=h;Port=5432;Database=d")]
    [TestCase("PostgreSQL://u@h:6432", "Username=u;Host=h;Port=6432")]
    [TestCase("postgres://h", "Host=h;Port=5432")]
    [TestCase("postgres://u%40x:p%2F%3A%25;%27@h/d%20d", "Username=u@x;Password=\"p/:%;'\";Host=h;Port=5432;Database=\"d d\"")]
    [TestCase("postgres://u:a:b@[::1]:6432/d", "Username=u;Password=a:b;Host=::1;Port=6432;Database=d")]
    [TestCase("postgres://u@%2Fvar%2Frun/d", "Username=u;Host=/var/run;Port=5432;Database=d")]
    [TestCase("postgres:///d?host=/var/run&user=u&password=p", "Database=d;Host=/var/run;Username=u;Password=p")]
    [TestCase("postgres://h/d?sslmode=verify-full&sslrootcert=/ca.pem&sslcert=/c&sslkey=/k", "Host=h;Port=5432;Database=d;SSL Mode=VerifyFull;Root Certificate=/ca.pem;SSL Certificate=/c;SSL Key=/k")]
    [TestCase("postgres://h?sslmode=require", "Host=h;Port=5432;SSL Mode=Require")]
    [TestCase("postgres://h?sslmode=require&sslrootcert=/ca.pem", "Host=h;Port=5432;SSL Mode=VerifyCA;Root Certificate=/ca.pem")]
    [TestCase("postgres://h?sslrootcert=system", "Host=h;Port=5432;SSL Mode=VerifyFull")]
    [TestCase("postgres://h?application_name=a%20b&connect_timeout=7&options=-c%20work_mem%3D8MB&channel_binding=require", "Host=h;Port=5432;Application Name=a b;Timeout=7;Options=-c work_mem=8MB;Channel Binding=Require")]
    [TestCase("postgres://u:p@a:5432,b,[::2]/d", "Username=u;Password=p;Host=\"a:5432,b:5432,[::2]:5432\";Database=d;Target Session Attributes=read-write")]
    [TestCase("postgres://a,b:2?target_session_attrs=primary&load_balance_hosts=random", "Host=\"a:5432,b:2\";Target Session Attributes=primary;Load Balance Hosts=true")]
    [TestCase("postgres://h?target_session_attrs=read-write", "Host=h;Port=5432")]
    [TestCase("Host=a;Password=x://y", "Host=a;Password=x://y")]
    public void A_url_is_the_connection_string(string url, string connectionString) =>
        Assert.That(DatabaseAddress.Read(url).EquivalentTo(new NpgsqlConnectionStringBuilder(connectionString)), Is.True, DatabaseAddress.Read(url).ConnectionString);

    [TestCase("mysql://u:secret@h/d", "it is not a URL of PostgreSQL")]
    [TestCase("postgres://u:sec/ret@h/d", "it has an @ or a # in the wrong place; in the user's name and password write @ as %40")]
    [TestCase("postgres://u:sec?ret@h/d", "it has an @ or a # in the wrong place")]
    [TestCase("postgres://u:sec#ret@h/d", "it has an @ or a # in the wrong place")]
    [TestCase("postgres://u:sec@ret@h/d", "it has an @ or a # in the wrong place")]
    [TestCase("postgres://u:secret%@h/d", "it has a % that no two hexadecimal digits follow")]
    [TestCase("postgres://u:secret@h:x/d", "one of its hosts cannot be read")]
    [TestCase("postgres://u:secret@h:70000/d", "one of its hosts cannot be read")]
    [TestCase("postgres://u:secret@h,/d", "one of its hosts cannot be read")]
    [TestCase("postgres://u:secret@/d", "it names no Host")]
    [TestCase("postgres://u:secret@h/d?sslmod=require", "its 'sslmod' is not a key with a value that is known here; there are application_name, channel_binding")]
    [TestCase("postgres://u:secret@h/d?sslmode=requried", "its sslmode is 'requried'; there are disable, allow")]
    [TestCase("postgres://u:secret@h/d?sslmode", "its 'sslmode' is not a key with a value")]
    [TestCase("postgres://u:secret@h/d?connect_timeout=soon", "its connect_timeout is 'soon', which cannot be used")]
    [TestCase("postgres://u:secret@h/d?password=secret", "its password is given twice")]
    [TestCase("postgres://u:secret@h/d?sslrootcert=system&sslmode=require", "its sslrootcert is 'system', which needs sslmode=verify-full")]
    [TestCase("postgres://u:secret@h/d?target_session_attrs=standby", "it names one host, and target session attributes 'standby'")]
    [TestCase("Host=h;Target Session Attributes=standby;Password=secret", "it names one host, and target session attributes 'standby'")]
    [TestCase("Hots=h;Password=secret", "Couldn't set hots")]
    public void What_is_wrong_with_one_is_said_without_its_password(string address, string sentence)
    {
        var problem = new DatabaseSettings { ConnectionString = address }.Problems().Single();
        Assert.That(problem, Does.StartWith("Database:ConnectionString cannot be read").And.Contain(sentence).And.Not.Contain("secret").And.Not.Contain("ret@"));
    }

    [TestCase("postgres://u:p@h/d?sslpassword=q", ExpectedResult = "Username=u;Password=***;Host=h;Port=5432;Database=d;SSL Password=***")]
    [TestCase("Host=h;Pwd=p", ExpectedResult = "Host=h;Password=***")]
    [TestCase("Host=h;Hots=p", ExpectedResult = "***")]
    public string Shown_it_has_no_password(string address) => DatabaseAddress.Masked(address);

    [TestCase(null, null, ExpectedResult = null)]
    [TestCase("", " ", ExpectedResult = null)]
    [TestCase("Host=h", "", ExpectedResult = "Host=h")]
    [TestCase("", "postgres://h", ExpectedResult = "postgres://h")]
    [TestCase("Port=5432;Host=h;Password=p", "postgres://:p@h", ExpectedResult = "Port=5432;Host=h;Password=p")]
    public string? Of_two_variables_one_is_used_when_they_agree(string? connectionString, string? url) => DatabaseAddress.Choose(connectionString, url);

    [TestCase("Host=h;Password=secret", "postgres://:secret@other")]
    [TestCase("Host=h;Password=secret", "nonsense")]
    public void Of_two_that_do_not_agree_none_is(string connectionString, string url) => Assert.That(
        () => DatabaseAddress.Choose(connectionString, url),
        Throws.TypeOf<FormatException>().With.Message.StartsWith("DATABASE_URL and Database__ConnectionString are both given").And.Message.Not.Contains("secret"));
}
