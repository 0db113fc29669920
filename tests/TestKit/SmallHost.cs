// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cbm.TestKit;

/// <summary>What stands in for a service that speaks gRPC: on this machine alone, by HTTP/2 without TLS, and silent.</summary>
public static class SmallHost
{
    /// <summary>Begins one.</summary>
    /// <param name="address">Where it listens; a port that is free unless one is named.</param>
    public static WebApplicationBuilder ForGrpc(string address = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address).ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        return builder;
    }
}
