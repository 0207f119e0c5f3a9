using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Notifications.ServiceDefaults;

namespace Notifications.OrdersEndpoint.Description;

/// <summary>The API described: as an OpenAPI document and, where it is switched on, as a page. Both are for everybody, without a token.</summary>
internal static class DescriptionSetup
{
    public static void AddDescription(this WebApplicationBuilder builder)
    {
        builder.AddSettings<DocumentationSettings>("Documentation", _ => []);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IApiDescriptionProvider, AnswerTypes>());
        builder.Services.AddOpenApi(ApiDocument.Name, options => options
            .AddOperationTransformer(OperationWriter.WriteAsync)
            .AddSchemaTransformer(DocumentWriter.WriteAsync)
            .AddDocumentTransformer(DocumentWriter.WriteAsync));
        builder.Services.AddSingleton<ApiDocument>();
    }

    public static void MapDescription(this WebApplication app)
    {
        app.MapGet(ApiDocument.Path, (ApiDocument document) => document.ShowAsync()).AllowAnonymous().ExcludeFromDescription();
        if (app.Services.GetRequiredService<DocumentationSettings>().Page)
            app.MapScalarPage();
    }
}
