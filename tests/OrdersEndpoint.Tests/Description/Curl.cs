using System.Text;

namespace Notifications.OrdersEndpoint.Tests.Description;

/// <summary>The request that curl would make of its words.</summary>
internal static class Curl
{
    public static HttpRequestMessage Read(IReadOnlyList<string> words)
    {
        var request = new HttpRequestMessage();
        string? method = null;
        var headers = new List<string>();
        for (var i = 1; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "-i" or "-s" or "-N":
                    break;
                case "-X":
                    method = words[++i];
                    break;
                case "-H":
                    headers.Add(words[++i]);
                    break;
                case "-d" or "--data":
                    request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(words[++i]));
                    break;
                case var word when word.StartsWith("http://", StringComparison.Ordinal):
                    request.RequestUri = new Uri(new Uri(word).PathAndQuery, UriKind.Relative);
                    break;
                default:
                    Assert.Fail($"curl with '{words[i]}' is not understood here.");
                    break;
            }
        }

        request.Method = new HttpMethod(method ?? (request.Content is null ? "GET" : "POST"));
        foreach (var parts in headers.Select(header => header.Split(": ", 2)))
        {
            if (!request.Headers.TryAddWithoutValidation(parts[0], parts[1]))
                request.Content!.Headers.TryAddWithoutValidation(parts[0], parts[1]);
        }

        return request;
    }
}
