using Notifications.LocalStack.Access;

namespace Notifications.LocalStack.Commands;

/// <summary>Prints a credential and nothing else, so that a shell can take it: <c>TOKEN=$(./run token)</c>. The system need not run.</summary>
public static class TokenCommand
{
    public static int Execute(RunFolder folder, Credential wanted, TextWriter output, TextWriter remarks)
    {
        output.WriteLine(DevelopmentAccess.Open(folder.Access, remarks.WriteLine).Give(wanted, TimeProvider.System.GetUtcNow()));
        return ExitCode.Done;
    }
}
