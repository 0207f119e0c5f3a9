using Microsoft.OpenApi;
using Notifications.OrdersEndpoint.Errors;

namespace Notifications.OrdersEndpoint.Description;

/// <summary>What a client must know of one route. The route's own code decides; a test compares what is said here with what it does.</summary>
/// <param name="Method">As it is mapped.</param>
/// <param name="Path">As it is mapped.</param>
/// <param name="Id">Its name in clients that are generated; never changes.</param>
/// <param name="Summary">A few words.</param>
/// <param name="Text">All that the rest does not say, in Markdown.</param>
internal sealed record Operation(HttpMethod Method, string Path, string Id, string Summary, string Text)
{
    public IReadOnlyList<IOpenApiParameter> Parameters { get; init; } = [];

    public RequestBody? Body { get; init; }

    public required IReadOnlyList<Answer> Answers { get; init; }

    /// <summary>Besides those that every operation can have.</summary>
    public required IReadOnlyList<ProblemType> Problems { get; init; }
}

/// <param name="Schema">Its name among the document's schemas.</param>
/// <param name="Text">In Markdown.</param>
/// <param name="Examples">In JSON, by what is special about each.</param>
internal sealed record RequestBody(string Schema, string Text, IReadOnlyDictionary<string, string> Examples);

/// <summary>An answer that is no problem.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Text">In Markdown.</param>
internal sealed record Answer(int Status, string Text)
{
    /// <summary>The record that is written as its body; null when it has none.</summary>
    public Type? Content { get; init; }

    public string MediaType { get; init; } = "application/json";

    /// <summary>In JSON.</summary>
    public string? Example { get; init; }

    public IReadOnlyDictionary<string, IOpenApiHeader> Headers { get; init; } = new Dictionary<string, IOpenApiHeader>();
}
