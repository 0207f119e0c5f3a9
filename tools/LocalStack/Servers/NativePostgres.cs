using System.Globalization;
using Notifications.LocalStack.Processes;
using Npgsql;

namespace Notifications.LocalStack.Servers;

/// <summary>
/// A private PostgreSQL from the Debian package: own data folder, own port on 127.0.0.1, no socket file (its path may be too
/// long), no system service. A data folder left by an earlier start is used again.
/// </summary>
/// <param name="durable">Off for tests: a commit then does not wait for the disk. Data survives a killed process either way.</param>
/// <param name="settings">Further ones, as <c>name=value</c>; they come last and win.</param>
public sealed class NativePostgres(InstanceFolder folder, int port, bool durable, IReadOnlyList<string>? settings = null) : IServer
{
    private const string Encoding = "UTF8";
    private static readonly TimeSpan InitLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly string _data = Path.Combine(folder.Data, "postgres");
    private ChildProcess? _process;

    public string ConnectionString { get; } = ServerAddresses.PostgresAt(port);

    public int? Pid => _process?.Pid;

    public async Task StartAsync(CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder.Data);
        var user = await UnprivilegedUser.ForAsync(folder.Data, cancellation);
        var programs = Programs();
        if (!Directory.Exists(_data))
            await CreateClusterAsync(user, programs, cancellation);

        var command = user.Run(Path.Combine(programs, "postgres"), [.. Arguments()]);
        _process = ChildProcess.Start(
            new ProcessPlan("postgres", command[0], command[1..])
            {
                WorkingFolder = folder.Data,
                StopSignal = Signal.Interrupt, // fast shutdown: sessions are ended, not waited for
            },
            folder.Logs,
            folder.Pids);

        var administrator = ServerAddresses.PostgresAt(port, database: "postgres");
        if (!await ServerReadiness.WaitAsync(
            token => ServerReadiness.PostgresAsync(administrator, token), () => _process.HasExited, StartLimit, cancellation))
        {
            throw DidNotStart();
        }

        await EnsureDatabaseAsync(administrator, cancellation);
    }

    public async Task StopAsync()
    {
        if (_process is not null)
            await _process.StopAsync();
    }

    public async Task KillAsync()
    {
        if (_process is not null)
            await _process.KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_process is not null)
            await _process.DisposeAsync();
    }

    /// <summary>A data folder can be served only by the major version that wrote it.</summary>
    private string Programs()
    {
        var versionFile = Path.Combine(_data, "PG_VERSION");
        var written = Directory.Exists(_data) && File.Exists(versionFile) ? File.ReadAllText(versionFile).Trim() : null;
        return NativePrograms.FindPostgres(written)
            ?? throw new CannotContinueException(written is null
                ? "There is no PostgreSQL below /usr/lib/postgresql. Install the package 'postgresql', or start a Docker engine."
                : $"The data folder {_data} was written by PostgreSQL {written}, which is not installed. Install 'postgresql-{written}', {OrStartAfresh}");
    }

    private string OrStartAfresh => $"or start afresh without its orders: rm -rf {_data}";

    /// <summary>Made aside and moved into place, so that an interrupted start leaves no half-made cluster.</summary>
    private async Task CreateClusterAsync(UnprivilegedUser user, string programs, CancellationToken cancellation)
    {
        var unfinished = $"{_data}.new";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        await user.CreateFolderAsync(unfinished, cancellation);

        var passwordFile = Path.Combine(folder.Data, "postgres.password");
        await File.WriteAllTextAsync(passwordFile, ServerAddresses.Password, cancellation);
        var command = user.Run(
            Path.Combine(programs, "initdb"),
            ["-D", unfinished, "-U", ServerAddresses.User, "--pwfile", passwordFile, "-A", "scram-sha-256",
                "-E", Encoding, "--locale", "C", .. durable ? Array.Empty<string>() : ["--no-sync"]]);
        var result = await ShortCommand.RunAsync(command, InitLimit, cancellation);
        File.Delete(passwordFile);
        if (!result.Succeeded)
            throw new CannotContinueException($"initdb ended with code {result.Code}:{Environment.NewLine}{result.Output.TrimEnd()}");
        Directory.Move(unfinished, _data);
    }

    private IEnumerable<string> Arguments()
    {
        string[] all =
        [
            $"port={port.ToString(CultureInfo.InvariantCulture)}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=300",
            "shared_buffers=256MB",
            "max_wal_size=2GB",
            .. durable ? Array.Empty<string>() : ["fsync=off", "full_page_writes=off"],
            .. settings ?? [],
        ];
        return ["-D", _data, .. all.SelectMany(setting => new[] { "-c", setting })];
    }

    private static async Task EnsureDatabaseAsync(string administrator, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(administrator);
        await using var exists = source.CreateCommand("SELECT 1 FROM pg_database WHERE datname = $1");
        exists.Parameters.Add(new NpgsqlParameter { Value = ServerAddresses.Database });
        if (await exists.ExecuteScalarAsync(cancellation) is not null)
            return;
        await using var create = source.CreateCommand($"CREATE DATABASE {ServerAddresses.Database}");
        await create.ExecuteNonQueryAsync(cancellation);
    }

    private CannotContinueException DidNotStart() => new(
        (_process!.HasExited
            ? $"PostgreSQL ended with code {_process.ExitCode} while starting on {_data}. "
            : $"PostgreSQL on port {port} gave no answer within {StartLimit.TotalSeconds:0} s. ")
        + $"Mend what its log says, {OrStartAfresh}{Environment.NewLine}The end of {_process.LogFile}:{Environment.NewLine}{_process.LastLines()}");
}
