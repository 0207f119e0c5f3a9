using System.Globalization;
using Notifications.LocalStack;
using Notifications.LocalStack.Ports;
using Notifications.LocalStack.Processes;
using Notifications.LocalStack.Servers;
using Npgsql;

namespace Notifications.Testing;

/// <summary>
/// A PostgreSQL and its standby, from the Debian package, on this machine. Synchronous: the primary answers a commit when the standby has it on its disk, too.
/// A test kills the primary and promotes the standby, as Patroni would.
/// </summary>
public sealed class PostgresPair : IAsyncDisposable
{
    private const string Standby = "standby";
    private static readonly TimeSpan CopyLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private readonly TemporaryInstance _folder = new();
    private readonly int _primaryPort = FreePort.Next();
    private readonly int _standbyPort = FreePort.Next();
    private readonly NativePostgres _primary;
    private ChildProcess? _standby;

    private PostgresPair() => _primary = new NativePostgres(_folder.Folder, _primaryPort, durable: true);

    /// <summary>Of both, for who needs the one that may be written to.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_primary.ConnectionString)
    {
        Host = $"127.0.0.1:{_primaryPort},127.0.0.1:{_standbyPort}",
        TargetSessionAttributes = "primary",
    }.ConnectionString;

    public static async Task<PostgresPair> StartAsync(bool synchronous, CancellationToken cancellation)
    {
        if (await OwnServers.PrepareAsync() != Engine.Native)
            throw new CannotContinueException($"A standby is made of Debian's PostgreSQL; set {EngineChoice.Knob}=native.");
        var pair = new PostgresPair();
        try
        {
            await pair._primary.StartAsync(cancellation);
            await pair.StartStandbyAsync(cancellation);
            if (synchronous)
            {
                // After the copy: the standby alone must not wait for one when it is the primary.
                await ExecuteAsync(pair._primary.ConnectionString, $"ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 ({Standby})'", cancellation);
                await ExecuteAsync(pair._primary.ConnectionString, "SELECT pg_reload_conf()", cancellation);
            }

            await Eventually.TrueAsync(
                async () => (string?)await ExecuteAsync(pair._primary.ConnectionString, "SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'", cancellation) == (synchronous ? "quorum" : "async"),
                "the standby follows",
                cancellation);
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    private string Origin => $"host=127.0.0.1 port={_primaryPort} user={ServerAddresses.User} password={ServerAddresses.Password} application_name={Standby}";

    /// <summary><c>kill -9</c> of server and sessions.</summary>
    public Task KillPrimaryAsync() => _primary.KillAsync();

    /// <summary>What the standby receives is received no more; it goes on answering.</summary>
    public async Task CutReplicationAsync(CancellationToken cancellation)
    {
        await ExecuteAsync(StandbyAddress(), "ALTER SYSTEM SET primary_conninfo = 'host=127.0.0.1 port=1'", cancellation);
        await ExecuteAsync(StandbyAddress(), "SELECT pg_reload_conf()", cancellation);
        await Eventually.TrueAsync(
            async () => await ExecuteAsync(StandbyAddress(), "SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming'", cancellation) is 0L, "nothing is received", cancellation);
    }

    /// <summary>After a cut; what was missed is received, too.</summary>
    public async Task MendReplicationAsync(CancellationToken cancellation)
    {
        await ExecuteAsync(StandbyAddress(), $"ALTER SYSTEM SET primary_conninfo = '{Origin}'", cancellation);
        await ExecuteAsync(StandbyAddress(), "SELECT pg_reload_conf()", cancellation);
    }

    /// <summary>Returns when it takes writes.</summary>
    public Task PromoteAsync(CancellationToken cancellation) => ExecuteAsync(StandbyAddress(), "SELECT pg_promote()", cancellation);

    public async ValueTask DisposeAsync()
    {
        await _primary.KillAsync();
        await _primary.DisposeAsync();
        if (_standby is not null)
            await _standby.DisposeAsync();
        _folder.Dispose();
    }

    private string StandbyAddress() => ServerAddresses.PostgresAt(_standbyPort);

    private async Task StartStandbyAsync(CancellationToken cancellation)
    {
        var user = await UnprivilegedUser.ForAsync(_folder.Folder.Data, cancellation);
        var programs = NativePrograms.FindPostgres()!;
        var data = Path.Combine(_folder.Folder.Data, Standby);
        await user.CreateFolderAsync(data, cancellation);
        var copy = await ShortCommand.RunAsync(
            user.Run(Path.Combine(programs, "pg_basebackup"), "--dbname", Origin, "--pgdata", data, "--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast"), CopyLimit, cancellation);
        if (!copy.Succeeded)
            throw new InvalidOperationException($"pg_basebackup ended with code {copy.Code}: {copy.Output}");

        string[] settings = [$"port={_standbyPort.ToString(CultureInfo.InvariantCulture)}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=300", "shared_buffers=256MB", "hot_standby=on"];
        var command = user.Run(Path.Combine(programs, "postgres"), ["-D", data, .. settings.SelectMany(setting => new[] { "-c", setting })]);
        var process = _standby = ChildProcess.Start(
            new ProcessPlan(Standby, command[0], command[1..]) { WorkingFolder = _folder.Folder.Data, StopSignal = Signal.Interrupt }, _folder.Folder.Logs, _folder.Folder.Pids);
        if (!await ServerReadiness.WaitAsync(token => ServerReadiness.PostgresAsync(StandbyAddress(), token), () => process.HasExited, StartLimit, cancellation))
            throw new InvalidOperationException($"The standby did not start: {process.LastLines()}");
    }

    private static async Task<object?> ExecuteAsync(string server, string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection($"{server};Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }
}
