using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Notifications.Proof.Tests.Builds;

/// <summary>Which crash points the code of an assembly comes by, as its instructions say.</summary>
internal static class CalledPoints
{
    private const byte LoadString = 0x72;
    private const byte Call = 0x28;
    private const int WithToken = 5; // an instruction of one byte, and the token

    /// <summary>Of all our assemblies that lie with a program.</summary>
    public static IReadOnlySet<string> Of(string program) =>
        Directory.GetFiles(Path.GetDirectoryName(program)!, "Notifications.*.dll").SelectMany(In).ToHashSet();

    /// <summary>The argument of each call of <c>CrashPoint</c>; "?" when it is no literal.</summary>
    private static IEnumerable<string> In(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var ours = MethodsOfCrashPoint(metadata);
        foreach (var method in metadata.MethodDefinitions.Select(metadata.GetMethodDefinition).Where(method => method.RelativeVirtualAddress != 0))
        {
            var code = file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() ?? [];
            for (var at = 0; at + WithToken <= code.Length; at++)
            {
                if (code[at] != Call || !ours.Contains(TokenAt(code, at)))
                    continue;
                yield return at >= WithToken && code[at - WithToken] == LoadString
                    ? metadata.GetUserString((UserStringHandle)MetadataTokens.Handle(TokenAt(code, at - WithToken)))
                    : "?";
            }
        }
    }

    private static HashSet<int> MethodsOfCrashPoint(MetadataReader metadata)
    {
        var references = metadata.MemberReferences.Where(handle =>
            metadata.GetMemberReference(handle).Parent is { Kind: HandleKind.TypeReference } parent && Is(metadata.GetTypeReference((TypeReferenceHandle)parent).Name));
        var definitions = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Where(type => Is(type.Name)).SelectMany(type => type.GetMethods())
            .Where(method => metadata.GetString(metadata.GetMethodDefinition(method).Name) == "Reached");
        return [.. references.Select(handle => MetadataTokens.GetToken(handle)), .. definitions.Select(handle => MetadataTokens.GetToken(handle))];

        bool Is(StringHandle name) => metadata.GetString(name) == "CrashPoint";
    }

    private static int TokenAt(byte[] code, int at) => BitConverter.ToInt32(code, at + 1);
}
