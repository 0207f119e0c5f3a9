using System.Net;
using System.Net.Sockets;
using Notifications.LocalStack.Ports;

namespace Notifications.LocalStack.Tests;

public sealed class NeededPortTests
{
    private static readonly string[] Table =
    [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0000 100 0 0 10 0",
        "   1: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0000 100 0 0 10 0",
        "   2: 0100007F:0401 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1 0000 100 0 0 10 0",
        "   3: 0100007F:D978 0100007F:1F90 06 00000000:00000000 03:00000000 00000000     0        0 0 3 0000",
    ];

    [Test]
    public void A_taken_port_is_named_with_its_need_and_its_holder()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.That(
            () => NeededPort.RequireFree([new(port, "the orders API")]),
            Throws.TypeOf<CannotContinueException>().With.Message.Contains($"Port {port}, needed for the orders API, is taken by pid {Environment.ProcessId} "));
    }

    [Test]
    public void All_taken_ports_are_named_at_once()
    {
        var message = NeededPort.Message([(new(8080, "the orders API"), "pid 7 (java)"), (new(1025, "SMTP"), "pid 8 (postfix)")]);

        Assert.That(message, Does.Contain("8080").And.Contain("pid 7 (java)").And.Contain("1025").And.Contain("pid 8 (postfix)"));
    }

    [Test]
    public void A_holder_that_cannot_be_seen_is_asked_for_with_a_command() =>
        Assert.That(NeededPort.Holder(8080, process: null, isOfAClient: false), Does.Contain("sudo ss -ltnp sport = :8080"));

    [Test]
    public void A_port_that_a_client_has_is_not_blamed_on_a_process_that_listens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient(AddressFamily.InterNetwork);
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        var port = ((IPEndPoint)client.Client.LocalEndPoint!).Port;

        Assert.That(
            () => NeededPort.RequireFree([new(port, "the orders API")]),
            Throws.TypeOf<CannotContinueException>().With.Message.EqualTo($"Port {port}, needed for the orders API, is taken by a connection to elsewhere, which lasts or has just ended. Try again in a minute."));
    }

    [Test]
    public void Free_ports_are_no_problem() => Assert.That(() => NeededPort.RequireFree([new(FreePort.Next(), "nothing")]), Throws.Nothing);

    [Test]
    public void A_wildcard_listener_takes_the_port_too()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();

        Assert.That(NeededPort.IsFree(((IPEndPoint)listener.LocalEndpoint).Port), Is.False);
    }

    [Test]
    public void Only_listening_sockets_of_the_port_count() => Assert.That(ListeningSockets.InodesOf(8080, Table), Is.EqualTo(new[] { "111" }));

    [TestCase(8080, ExpectedResult = false, Description = "somebody listens on it too")]
    [TestCase(1025, ExpectedResult = false, Description = "somebody listens on it")]
    [TestCase(55672, ExpectedResult = true, Description = "the near end of a connection that has ended")]
    [TestCase(9090, ExpectedResult = false, Description = "nobody has it")]
    public bool A_port_is_a_client_s_when_nobody_listens_on_it(int port) => ListeningSockets.IsOfAClient(port, Table);
}
