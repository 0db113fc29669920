// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Google.Protobuf;
using Grpc.Core;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>Carries out a request once per caller and Idempotency-Key; the same request again gets the same answer.</summary>
public static class IdempotencyKeys
{
    /// <summary>Runs the work inside a unit of work, unless the key was used: then the answer of that time, or 409 where the request differs.</summary>
    public static async Task<TAnswer> Once<TAnswer>(
        this ServiceContext context, ServerCallContext call, IMessage request, TimeProvider clock, Func<Task<TAnswer>> work)
        where TAnswer : IMessage<TAnswer>, new()
    {
        if (call.IdempotencyKey() is not { } key)
        {
            return await work();
        }

        var caller = Caller.Of(call).Subject;
        var fingerprint = Convert.ToHexString(SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(call.Method), .. request.ToByteArray()]));
        if (await context.Idempotency.FindAsync(caller, key) is { } used)
        {
            return used.Fingerprint == fingerprint
                ? new MessageParser<TAnswer>(() => new TAnswer()).ParseFrom(used.Answer)
                : throw Refusal.Conflict("This Idempotency-Key was used for another request.");
        }

        var answer = await work();
        context.Idempotency.Add(new IdempotencyEntry
        {
            Caller = caller,
            Key = key,
            Fingerprint = fingerprint,
            Answer = answer.ToByteArray(),
            At = clock.GetUtcNow(),
        });
        return answer;
    }
}
