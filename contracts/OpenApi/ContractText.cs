// SPDX-License-Identifier: Apache-2.0
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.Contracts.OpenApi;

/// <summary>The comments of the contract by the full names of what they stand at (cbm.v1.Problem.status), from the protos themselves.</summary>
internal static class ContractText
{
    private static readonly Dictionary<string, string> Comments = Load();

    /// <summary>The comment as one line; empty where there is none.</summary>
    public static string Of(IDescriptor descriptor) => Comments.GetValueOrDefault(descriptor.FullName, "");

    /// <summary>The comment's first sentence without its point.</summary>
    public static string Summary(IDescriptor descriptor)
    {
        var text = Of(descriptor);
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).TrimEnd('.');
    }

    private static Dictionary<string, string> Load()
    {
        using var stream = typeof(ContractText).Assembly.GetManifestResourceStream("openapi/contract.binpb")!;
        var files = FileDescriptor.BuildFromByteStrings(FileDescriptorSet.Parser.ParseFrom(stream).File.Select(file => file.ToByteString()));
        var comments = new Dictionary<string, string>();
        foreach (var file in files.Where(file => file.Package == DeclarationService.Descriptor.File.Package))
        {
            foreach (var service in file.Services)
            {
                Keep(comments, service, service.Declaration);
                foreach (var method in service.Methods) Keep(comments, method, method.Declaration);
            }
            foreach (var message in file.MessageTypes)
            {
                Keep(comments, message, message.Declaration);
                foreach (var field in message.Fields.InDeclarationOrder()) Keep(comments, field, field.Declaration);
            }
            foreach (var type in file.EnumTypes)
            {
                Keep(comments, type, type.Declaration);
                foreach (var value in type.Values) Keep(comments, value, value.Declaration);
            }
        }
        return comments;
    }

    private static void Keep(Dictionary<string, string> comments, IDescriptor descriptor, DescriptorDeclaration? declaration)
    {
        var lines = (declaration?.LeadingComments ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 0) comments[descriptor.FullName] = string.Join(' ', lines);
    }
}
