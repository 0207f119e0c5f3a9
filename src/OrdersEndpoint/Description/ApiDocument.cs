using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Notifications.OrdersEndpoint.Description;

/// <summary><c>GET /openapi/v1.json</c>: made once, because anybody may ask for it. The same is in docs/openapi.json.</summary>
internal sealed class ApiDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider api)
{
    public const string Name = "v1";
    public const string Path = $"/openapi/{Name}.json";

    private readonly Lazy<Task<byte[]>> _text = new(() => WriteAsync(api));

    public async Task<IResult> ShowAsync() => TypedResults.Bytes(await _text.Value, "application/json");

    private static async Task<byte[]> WriteAsync(IOpenApiDocumentProvider api)
    {
        var document = await api.GetOpenApiDocumentAsync();
        await using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        document.SerializeAsV31(new OpenApiJsonWriter(text));
        return Encoding.UTF8.GetBytes($"{text}\n");
    }
}
