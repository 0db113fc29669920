// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.ServiceDefaults.Doors;
using Google.Protobuf;
using Grpc.Core;

namespace Cbm.Declarations.Responses;

/// <summary>The window's answers in WCO XML, for one who asks for it.</summary>
public static class WcoAnswers
{
    private const string Newest = "newest WCO response";

    /// <summary>Keeps the newest response beside a view, which has none in full.</summary>
    public static void Keep(ServerCallContext context, Response response) => context.UserState[Newest] = response;

    /// <summary>The answer as RES: the newest response about the declaration, or all where they are asked for; null where the answer is not about one.</summary>
    public static byte[]? Of(IMessage answer, ServerCallContext context, string country) => answer switch
    {
        DeclarationView when context.UserState.TryGetValue(Newest, out var kept) => Xml((Response)kept, country),
        ResponseList list => Xml(bytes => XmlWriting.Write(bytes, list, country)),
        _ => null,
    };

    /// <summary>A refusal as RES 03.</summary>
    public static byte[] Of(Problem problem, DateTimeOffset now, string country) => Xml(WcoResponses.Rejection(problem, now), country);

    private static byte[] Xml(Response response, string country) => Xml(bytes => XmlWriting.Write(bytes, response, country, envelope: true));

    private static byte[] Xml(Action<Stream> write)
    {
        using var bytes = new MemoryStream();
        write(bytes);
        return bytes.ToArray();
    }
}
