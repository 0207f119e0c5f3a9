namespace Notifications.LocalStack.Access;

/// <summary>A secret that is made once and then kept, in a file that only its owner may read.</summary>
public static class SecretFile
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>What the file holds. Without it, or when it holds no good secret, a new one is made and written. One caller at a time.</summary>
    /// <param name="tell">Is told when what was there is replaced.</param>
    public static string ReadOrMake(string path, Func<string, bool> isGood, Func<string> make, Action<string> tell)
    {
        if (Read(path) is { } kept)
        {
            if (isGood(kept))
                return kept;
            tell($"{path} cannot be read; a new one is made, and tokens of the old one are no longer good");
            File.Delete(path); // a file that is there keeps its mode
        }

        var secret = make();
        using var writer = new StreamWriter(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        writer.Write(secret);
        return secret;
    }

    /// <summary>Null when there is no file; one that we may not read holds nothing good.</summary>
    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
