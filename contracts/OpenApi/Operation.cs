// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Cbm.Contracts.Serialisation;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Cbm.Contracts.OpenApi;

/// <summary>One operation of the contract as it stands in HTTP, with what follows from its address, its access and its messages.</summary>
public sealed partial class Operation
{
    private Operation(MethodDescriptor method, HttpRule rule)
    {
        (Verb, Path) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("get", rule.Get),
            HttpRule.PatternOneofCase.Post => ("post", rule.Post),
            HttpRule.PatternOneofCase.Put => ("put", rule.Put),
            _ => ("delete", rule.Delete),
        };
        Method = method;
        Access = method.GetOptions().GetExtension(AccessExtensions.Access) ?? new Access();
        Door = method.GetOptions().GetExtension(DoorExtensions.Door) ?? new Door();
        InPath = [.. InBraces().Matches(Path).Select(found => method.InputType.FindFieldByName(found.Groups[1].Value))];
        var others = method.InputType.Fields.InFieldNumberOrder().Except(InPath).ToList();
        if (rule.Body == "*")
        {
            InQuery = [.. others.Where(field => ContractText.Of(field).StartsWith("From the query string", StringComparison.Ordinal))];
            InBody = [.. others.Except(InQuery)];
            Body = method.InputType;
        }
        else
        {
            Body = rule.Body.Length > 0 ? method.InputType.FindFieldByName(rule.Body).MessageType : null;
            InQuery = [.. others.Where(field => field.Name != rule.Body)];
            InBody = Body?.Fields.InFieldNumberOrder() ?? [];
        }
    }

    /// <summary>The rpc.</summary>
    public MethodDescriptor Method { get; }

    /// <summary>get, post, put or delete.</summary>
    public string Verb { get; }

    /// <summary>With its parameters in braces.</summary>
    public string Path { get; }

    /// <summary>Who may call it.</summary>
    public Access Access { get; }

    /// <summary>What HTTP says of it besides.</summary>
    public Door Door { get; }

    /// <summary>Fields of the request that the path gives.</summary>
    public IReadOnlyList<FieldDescriptor> InPath { get; }

    /// <summary>Fields of the request that the query string gives.</summary>
    public IReadOnlyList<FieldDescriptor> InQuery { get; }

    /// <summary>Fields that the body has.</summary>
    public IList<FieldDescriptor> InBody { get; }

    /// <summary>What the body is; null: there is none.</summary>
    public MessageDescriptor? Body { get; }

    /// <summary>Name in camel case, as the document has it.</summary>
    public string Id => char.ToLowerInvariant(Method.Name[0]) + Method.Name[1..];

    /// <summary>What it is about: the last fixed part of the address that is a collection (/agencies/{agency}/reviews/{id}/take: reviews).</summary>
    public string Tag => InCollection().Match(Path) is { Success: true } found ? found.Groups[1].Value : Path.Split('/')[3];

    /// <summary>The body may be WCO XML.</summary>
    public bool TakesXml => Body == Declaration.Descriptor;

    /// <summary>It applies messages about declarations that were lodged before.</summary>
    public bool AppliesMessages => Door.Creates && TakesXml;

    /// <summary>The answer may be WCO XML: it is about one declaration.</summary>
    public bool AnswersXml => Method.OutputType == DeclarationView.Descriptor || Method.OutputType == ResponseList.Descriptor;

    /// <summary>It changes something.</summary>
    public bool Stores => Verb != "get" && !Door.StoresNothing;

    /// <summary>One thing with a version: its ETag comes with it.</summary>
    public bool HasETag => Method.OutputType.FindFieldByName("revision") is not null;

    /// <summary>Every operation that has an HTTP address, in the order of the contract.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        .. new[] { DeclarationService.Descriptor, AgencyService.Descriptor }.SelectMany(service => service.Methods)
            .Where(method => method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not null)
            .Select(method => new Operation(method, method.GetOptions().GetExtension(AnnotationsExtensions.Http))),
    ];

    /// <summary>The operation of that name in the contract (LodgeDeclaration).</summary>
    public static Operation Of(string name) => ByName[name];

    private static readonly Dictionary<string, Operation> ByName = All.ToDictionary(operation => operation.Method.Name);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex InBraces();

    [GeneratedRegex(@"^/api/v1/agencies/\{agency\}/([a-z]+)")]
    private static partial Regex InCollection();
}
