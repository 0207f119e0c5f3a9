using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace Notifications.OrdersEndpoint.Description;

/// <summary>Tells the framework which records the answers are, which it cannot see behind an <see cref="IResult"/>; it makes their schemas.</summary>
internal sealed class AnswerTypes : IApiDescriptionProvider
{
    /// <summary>After the framework's own has found the routes.</summary>
    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        foreach (var route in context.Results)
        {
            route.SupportedResponseTypes.Clear();
            foreach (var answer in Operations.Find(route.HttpMethod, route.RelativePath).Answers.Where(answer => answer.Content is not null))
            {
                route.SupportedResponseTypes.Add(new ApiResponseType
                {
                    StatusCode = answer.Status,
                    Type = answer.Content,
                    ApiResponseFormats = [new ApiResponseFormat { MediaType = answer.MediaType }],
                });
            }
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }
}
