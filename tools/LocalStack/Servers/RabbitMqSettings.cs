namespace Notifications.LocalStack.Servers;

/// <summary>The configuration files and the environment of one private broker. Everything that has a machine-wide default is set.</summary>
public static class RabbitMqSettings
{
    /// <summary>Writes the files below the data folder and returns the environment to start the broker with.</summary>
    public static Dictionary<string, string> Write(string data, RabbitMqPorts ports, bool eagerStatistics)
    {
        Directory.CreateDirectory(data);
        var configuration = Save("rabbitmq.conf", $"""
            listeners.tcp.1 = 127.0.0.1:{ports.Broker}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {ports.Management}
            default_user = {ServerAddresses.User}
            default_pass = {ServerAddresses.Password}

            """);
        var plugins = Save("enabled_plugins", "[rabbitmq_management].\n");
        var noEnvironment = Save("rabbitmq-env.conf", "");

        return new Dictionary<string, string>
        {
            ["HOME"] = data, // the Erlang cookie
            ["RABBITMQ_NODENAME"] = $"{NodeName(data)}@localhost",
            ["RABBITMQ_CONFIG_FILE"] = configuration,
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(data, "advanced.config"),
            ["RABBITMQ_CONF_ENV_FILE"] = noEnvironment,
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = plugins,
            ["RABBITMQ_GENERATED_CONFIG_DIR"] = Path.Combine(data, "generated"),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(data, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = data,
            ["RABBITMQ_LOGS"] = "-",
            ["RABBITMQ_PID_FILE"] = Path.Combine(data, "rabbitmq.pid"),
            ["RABBITMQ_DIST_PORT"] = $"{ports.Distribution}",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = ErlangArguments(eagerStatistics),
            ["ERL_EPMD_PORT"] = $"{ports.Epmd}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_CRASH_DUMP"] = Path.Combine(data, "erl_crash.dump"),
            // The start script becomes the Erlang machine instead of waiting beside it: one pid, and signals arrive.
            ["RUNNING_UNDER_SYSTEMD"] = "true",
        };

        string Save(string name, string text)
        {
            var path = Path.Combine(data, name);
            File.WriteAllText(path, text);
            return path;
        }
    }

    // Idle schedulers sleep instead of spinning (sbwt): the machine is small and shared with the hosts.
    private static string ErlangArguments(bool eagerStatistics) =>
        "+sbwt none +sbwtdcpu none +sbwtdio none -start_epmd false -kernel inet_dist_use_interface {127,0,0,1}"
        + (eagerStatistics ? $" {EagerStatistics}" : "");

    /// <summary>Erlang arguments that make the figures of queues fresh within half a second; for tests.</summary>
    public const string EagerStatistics = "-rabbit collect_statistics_interval 500 -rabbit quorum_tick_interval 500";

    // Made once: the data on the disk belongs to a node of exactly this name, also after the folder was moved.
    private static string NodeName(string data)
    {
        var file = Path.Combine(data, "node-name");
        if (!File.Exists(file))
            File.WriteAllText(file, $"notifications-{Guid.NewGuid():N}"[..22]);
        return File.ReadAllText(file);
    }
}
