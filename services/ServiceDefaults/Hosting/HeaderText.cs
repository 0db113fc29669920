// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cbm.ServiceDefaults.Hosting;

/// <summary>Text in headers, at the gateway and behind it: UTF-8 both ways, and what passes the gateway is not too much for a service.</summary>
public static class HeaderText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Answers in it; requests are read so already, and what is not UTF-8 in them is the caller's 400.</summary>
    public static void AnswerInUtf8(this KestrelServerOptions kestrel) => kestrel.ResponseHeaderEncodingSelector = _ => Utf8;

    /// <summary>The same for a service behind the gateway, whose own headers, and a path that it encodes anew, come on top of what it lets through.</summary>
    public static void StandBehindTheGateway(this KestrelServerOptions kestrel)
    {
        kestrel.AnswerInUtf8();
        kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        kestrel.Limits.MaxRequestLineSize = 32 * 1024;
    }
}
