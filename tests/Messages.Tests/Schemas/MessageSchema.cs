using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Notifications.Architecture.Tests;

namespace Notifications.Messages.Tests.Schemas;

/// <summary>The JSON Schema of one message: as text for whoever takes the file, as a tree to be compared, and as a judge of bodies.</summary>
public sealed class MessageSchema(string text)
{
    private static readonly EvaluationOptions Strict = new() { RequireFormatValidation = true, OutputFormat = OutputFormat.List };

    /// <summary>With a registry of its own: versions of a schema bear the same id, and one registry takes each id once.</summary>
    private readonly JsonSchema _judge = JsonSchema.FromText(text, new BuildOptions { SchemaRegistry = new SchemaRegistry() });

    public JsonObject Root { get; } = JsonNode.Parse(text)!.AsObject();

    /// <summary>Its examples, written as a message is: one line, everything beyond ASCII escaped.</summary>
    public IReadOnlyList<string> Examples => [.. Root["examples"]!.AsArray().Select(example => example!.ToJsonString())];

    /// <summary>The one that is committed beside the record.</summary>
    public static MessageSchema Of(MessageContract contract) => new(Repository.Read($"src/Messages/Schemas/{FileOf(contract.Name)}"));

    public static string FileOf(string contract) => $"{contract[(contract.LastIndexOf('.') + 1)..]}.json";

    /// <summary>What is wrong with a body, one sentence each.</summary>
    public IReadOnlyList<string> Violations(string body)
    {
        using var document = JsonDocument.Parse(body);
        return Sentences(_judge.Evaluate(document.RootElement, Strict));
    }

    /// <summary>What is wrong with the schema itself.</summary>
    public IReadOnlyList<string> Flaws()
    {
        using var document = JsonDocument.Parse(text);
        return Sentences(MetaSchemas.Draft202012.Evaluate(document.RootElement, Strict));
    }

    private static List<string> Sentences(EvaluationResults results) => results.IsValid
        ? []
        : [.. from detail in results.Details ?? []
              from error in detail.Errors ?? new Dictionary<string, string>()
              select $"{detail.InstanceLocation}: {error.Value}"];
}
