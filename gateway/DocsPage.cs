// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using Cbm.Contracts;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Cbm.Gateway;

/// <summary>A page that lists the routes, read from the contract itself.</summary>
internal static class DocsPage
{
    /// <summary>The page.</summary>
    public static readonly string Html = Write();

    private static string Write()
    {
        var page = new StringBuilder("""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Single Window: routes</title>
            <style>
              body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
              table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ccc }
              code { font-size: .95em }
            </style>
            <h1>Single Window: routes</h1>
            <p>One declaration, every agency, one answer. JSON in camelCase, or WCO XML where a declaration is sent; errors are
            <code>application/problem+json</code>. Sign in at <code>POST /connect/token</code> (<code>grant_type=client_credentials</code>)
            and send <code>Authorization: Bearer</code>. The same operations are there over gRPC, on the gRPC port, with reflection and health.
            The OpenAPI page is not built yet; this list is read from the contract.</p>

            """);
        foreach (var service in new[] { DeclarationService.Descriptor, AgencyService.Descriptor })
        {
            page.AppendLine($"<h2>{service.FullName}</h2>").AppendLine("<table><tr><th>Route<th>Operation<th>Who</tr>");
            foreach (var method in service.Methods) page.AppendLine(Row(method));
            page.AppendLine("</table>");
        }
        return page.AppendLine("</html>").ToString();
    }

    private static string Row(MethodDescriptor method)
    {
        var rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http);
        var route = rule?.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => "GET " + rule.Get,
            HttpRule.PatternOneofCase.Post => "POST " + rule.Post,
            HttpRule.PatternOneofCase.Put => "PUT " + rule.Put,
            HttpRule.PatternOneofCase.Delete => "DELETE " + rule.Delete,
            _ => "",
        };
        var access = method.GetOptions()?.GetExtension(AccessExtensions.Access);
        var who = access is { Anyone: true } ? "anyone" : string.Join(", ", access?.Role ?? []);
        return $"<tr><td><code>{WebUtility.HtmlEncode(route)}</code><td><code>{method.Name}</code><td>{WebUtility.HtmlEncode(who)}</tr>";
    }
}
