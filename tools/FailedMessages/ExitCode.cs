namespace Notifications.FailedMessages;

internal static class ExitCode
{
    public const int Done = 0;
    public const int NothingFound = 1;
    public const int WrongArguments = 2;
    public const int NoDatabase = 3;

    /// <summary>Some could not be sent back, or have failed again.</summary>
    public const int NotAll = 4;

    /// <summary>It is asked for, and no process does it.</summary>
    public const int NobodyAtIt = 5;

    /// <summary>As of a program that was interrupted.</summary>
    public const int Interrupted = 130;
}
