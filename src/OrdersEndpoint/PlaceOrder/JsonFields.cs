using System.Globalization;
using System.Text.Json;

namespace Notifications.OrdersEndpoint.PlaceOrder;

/// <summary>
/// The fields of one JSON object, read strictly. What is wrong goes into <see cref="FieldErrors"/> under the field's path, and reading goes on,
/// so that a client learns everything at once. A field that could not be read gives a null or a default.
/// </summary>
internal sealed class JsonFields
{
    private readonly string _path;
    private readonly FieldErrors _errors;
    private readonly string[] _known;
    private readonly JsonElement[] _values;
    private readonly bool _isObject = true;

    /// <param name="value">The object; anything else is an error for <paramref name="path"/>.</param>
    /// <param name="path">Where it stands in the body, "" for the body itself.</param>
    /// <param name="known">Names that are allowed.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public JsonFields(JsonElement value, string path, string[] known, FieldErrors errors)
    {
        (_path, _errors, _known, _values) = (path, errors, known, new JsonElement[known.Length]);
        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path == "" ? "body" : path, $"must be an object, not {Kind(value)}.");
            _isObject = false;
            return;
        }

        foreach (var field in value.EnumerateObject())
        {
            if (IndexOf(field) is not (>= 0 and var index))
                errors.Add(At(ReadableText.Shorten(NameOf(field))), $"is not a known field; known are {string.Join(", ", known)}.");
            else if (_values[index].ValueKind != JsonValueKind.Undefined)
                errors.Add(At(known[index]), "is there more than once.");
            else
                _values[index] = field.Value;
        }
    }

    public string? Text(string name, int longest) => Find(name, required: true) is { } value ? ReadText(name, value, longest) : null;

    public string? OptionalText(string name, int longest) => Find(name, required: false) is { } value ? ReadText(name, value, longest) : null;

    public int WholeNumber(string name, int least, int most)
    {
        if (Find(name, required: true) is not { } value)
            return 0;
        if (value.ValueKind != JsonValueKind.Number)
            Error(name, $"must be a number, not {Kind(value)}.");
        else if (!value.TryGetDecimal(out var number) || number < least || number > most || !decimal.IsInteger(number))
            Error(name, $"is {ReadableText.Shorten(value.GetRawText())}; give a whole number from {least} to {most}.");
        else
            return (int)number; // 2, and 2.0 as some clients write it
        return 0;
    }

    public decimal Amount(string name, decimal most)
    {
        if (Find(name, required: true) is not { } value)
            return 0;
        if (value.ValueKind != JsonValueKind.Number)
            Error(name, $"must be a number, not {Kind(value)}.");
        else if (!value.TryGetDecimal(out var amount) || amount < 0 || amount > most)
            Error(name, $"is {ReadableText.Shorten(value.GetRawText())}; give an amount from 0 to {most.ToString(CultureInfo.InvariantCulture)}.");
        else
            return amount;
        return 0;
    }

    public JsonElement? Object(string name) => Find(name, required: true);

    public IReadOnlyList<JsonElement> List(string name, int most)
    {
        if (Find(name, required: true) is not { } value)
            return [];
        if (value.ValueKind != JsonValueKind.Array)
            Error(name, $"must be a list, not {Kind(value)}.");
        else if (value.GetArrayLength() is var length && (length == 0 || length > most))
            Error(name, $"has {length} entries; give 1 to {most}.");
        else
            return [.. value.EnumerateArray()];
        return [];
    }

    public void Error(string name, string sentence) => _errors.Add(At(name), sentence);

    private string At(string name) => _path == "" ? name : $"{_path}.{name}";

    private JsonElement? Find(string name, bool required)
    {
        if (_values[Array.IndexOf(_known, name)] is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value)
            return value;
        if (required && _isObject)
            Error(name, "is missing.");
        return null;
    }

    private string? ReadText(string name, JsonElement value, int longest)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Error(name, $"must be a text, not {Kind(value)}.");
            return null;
        }

        try
        {
            var text = value.GetString()!;
            if (ReadableText.LengthOf(text) is var length && length > longest || string.IsNullOrWhiteSpace(text))
                Error(name, length > longest ? $"has {length} characters; at most {longest} are allowed." : "is empty.");
            else if (ReadableText.HasForbidden(text))
                Error(name, "has a control character or a line break in it.");
            else
                return text;
        }
        catch (InvalidOperationException)
        {
            Error(name, "is not valid Unicode."); // an escaped half of a surrogate pair
        }

        return null;
    }

    /// <summary>Without making a text of each name. One that is not valid Unicode is no known one.</summary>
    private int IndexOf(JsonProperty field)
    {
        try
        {
            for (var index = 0; index < _known.Length; index++)
            {
                if (field.NameEquals(_known[index]))
                    return index;
            }
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
        }

        return -1;
    }

    private static string NameOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            return "?";
        }
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
