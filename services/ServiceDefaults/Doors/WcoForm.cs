// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Google.Protobuf;
using Grpc.Core;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>How a service speaks WCO XML beside JSON, where it does.</summary>
/// <param name="Answer">The answer as WCO RES, or null where the message has no such form.</param>
/// <param name="Refusal">A refusal as WCO RES 03, each error with its pointer.</param>
public sealed record WcoForm(Func<IMessage, ServerCallContext, byte[]?> Answer, Func<Problem, byte[]> Refusal)
{
    /// <summary>Media type.</summary>
    public const string Xml = "application/xml";
}
