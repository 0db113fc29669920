// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Cbm.Contracts.OpenApi;
using Google.Api;
using Xunit;

namespace Cbm.UnitTests.OpenApi;

/// <summary>The published description: committed as it is generated, whole, its examples valid, and nothing of it ever taken away unseen.</summary>
public class DocumentTests
{
    private static readonly string[] Verbs = ["get", "post", "put", "delete"];

    private static IEnumerable<(string Name, JsonObject Operation)> Operations => Published.Document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Where(item => Verbs.Contains(item.Key)).Select(item => ($"{item.Key} {path.Key}", item.Value!.AsObject())));

    [Fact]
    public void The_committed_file_is_what_is_generated()
    {
        var file = Path.Combine(Published.Folder, "openapi-v1.json");
        if (Published.Renew) File.WriteAllText(file, OpenApiDocument.Json);
        Assert.True(File.ReadAllText(file) == OpenApiDocument.Json, "Renew it: CBM_RENEW=1 dotnet test tests/UnitTests --filter OpenApi");
    }

    [Fact]
    public void What_was_promised_is_still_there()
    {
        var file = Path.Combine(Published.Folder, "OpenApi", "promised.txt");
        var (promised, now) = (File.ReadAllLines(file), Promises(Published.Document).Order(StringComparer.Ordinal).ToList());
        Assert.Empty(promised.Except(now));
        if (Published.Renew) File.WriteAllText(file, string.Join('\n', now) + "\n");
        Assert.Empty(now.Except(File.ReadAllLines(file)));
    }

    [Theory]
    [InlineData("an operation", "paths", "/api/v1/declarations", "post")]
    [InlineData("a parameter", "paths", "/api/v1/declarations", "get", "parameters", "0")]
    [InlineData("a property", "components", "schemas", "DeclarationView", "properties", "nextSteps")]
    [InlineData("a word", "components", "schemas", "Outcome", "enum", "0")]
    public void What_is_taken_away_is_noticed(string what, params string[] place)
    {
        var changed = Published.Document.DeepClone();
        var parent = place[..^1].Aggregate(changed, (node, name) => node[name]!);
        if (parent is JsonArray list) list.RemoveAt(int.Parse(place[^1], System.Globalization.CultureInfo.InvariantCulture));
        else Assert.True(parent.AsObject().Remove(place[^1]), what);

        Assert.NotEmpty(Promises(Published.Document).Except(Promises(changed)));
    }

    [Fact]
    public void Every_operation_of_the_contract_is_described_in_words()
    {
        var ids = Operations.Select(operation => (string)operation.Operation["operationId"]!).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        foreach (var method in DeclarationService.Descriptor.Methods.Concat(AgencyService.Descriptor.Methods).Where(method => method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not null))
            Assert.Contains(char.ToLowerInvariant(method.Name[0]) + method.Name[1..], ids);
        Assert.All(Operations, operation => Assert.True(((string?)operation.Operation["summary"])?.Length > 10, operation.Name));
        var tags = Published.Document["tags"]!.AsArray().Select(tag => (string)tag!["name"]!).ToHashSet();
        Assert.All(Operations, operation => Assert.Subset(tags, operation.Operation["tags"]!.AsArray().Select(tag => (string)tag!).ToHashSet()));
    }

    [Fact]
    public void Who_may_call_and_what_can_go_wrong_follow_from_the_contract()
    {
        var (lodge, agencies, take) = (Answers("post /api/v1/declarations"), Answers("get /api/v1/agencies"), Answers("post /api/v1/agencies/{agency}/reviews/{id}/take"));
        Assert.Equal("200 201 400 401 403 404 408 409 412 413 415 422 429 503 504", lodge);
        Assert.Equal("200 400 413 415 422 429 503 504", agencies);
        Assert.Equal("200 400 401 403 404 409 412 413 415 422 428 429 503 504", take);
    }

    [Fact]
    public void Every_example_is_valid_by_its_schema()
    {
        var examples = Media(Published.Document).Where(media => media["example"] is not null).ToList();
        Assert.True(examples.Count > 20, $"{examples.Count} examples");
        Assert.All(examples, media => Assert.Equal("", Published.Faults(media["schema"]!, media["example"])));
    }

    [Fact]
    public void Every_body_has_an_example() => Assert.All(
        Operations.Where(operation => operation.Operation["requestBody"] is not null),
        operation => Assert.All(operation.Operation["requestBody"]!["content"]!.AsObject(), media => Assert.True(media.Value!["example"] is not null || IsBytes(media.Value), $"{operation.Name} {media.Key}")));

    private static bool IsBytes(JsonNode media) => media["schema"]!.ToJsonString().Contains("\"format\":\"binary\"", StringComparison.Ordinal);

    private static string Answers(string name) =>
        string.Join(' ', Operations.Single(operation => operation.Name == name).Operation["responses"]!.AsObject().Select(answer => answer.Key).Order(StringComparer.Ordinal));

    // One line for everything that a client may rely on.
    private static IEnumerable<string> Promises(JsonNode document)
    {
        foreach (var path in document["paths"]!.AsObject())
            foreach (var item in path.Value!.AsObject().Where(item => Verbs.Contains(item.Key)))
            {
                yield return $"{item.Key} {path.Key}";
                foreach (var parameter in item.Value!["parameters"]?.AsArray() ?? [])
                    yield return $"{item.Key} {path.Key} {(string?)parameter!["name"] ?? (string)parameter["$ref"]!}";
                foreach (var answer in item.Value["responses"]!.AsObject().Where(answer => answer.Key[0] == '2'))
                    yield return $"{item.Key} {path.Key} {answer.Key}";
            }
        foreach (var schema in document["components"]!["schemas"]!.AsObject())
        {
            foreach (var property in schema.Value!["properties"]?.AsObject() ?? []) yield return $"{schema.Key}.{property.Key}";
            foreach (var word in schema.Value["enum"]?.AsArray() ?? []) yield return $"{schema.Key}: {word}";
        }
    }

    private static IEnumerable<JsonNode> Media(JsonNode? node) => node switch
    {
        JsonObject item => (item["schema"] is JsonObject && item["in"] is null ? [item] : Array.Empty<JsonNode>()).Concat(item.Where(member => member.Key != "example").SelectMany(member => Media(member.Value))),
        JsonArray list => list.SelectMany(Media),
        _ => [],
    };
}
