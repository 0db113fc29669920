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
    private static readonly object AnsweredAgain = new();

    /// <summary>Whether the call was answered as it was answered before, and changed nothing.</summary>
    public static bool IsAnsweredAgain(this ServerCallContext call) => call.UserState.ContainsKey(AnsweredAgain);

    /// <summary>Runs the work inside a unit of work, unless the key was used: then the answer of that time, or 409 where the request differs.</summary>
    public static async Task<TAnswer> Once<TAnswer>(
        this ServiceContext context, ServerCallContext call, IMessage request, TimeProvider clock, Func<Task<TAnswer>> work)
        where TAnswer : IMessage<TAnswer>, new()
    {
        if (call.IdempotencyKey() is not { } key)
        {
            return await work();
        }

        if (await Find(context, call, key, request) is { } used)
        {
            call.UserState[AnsweredAgain] = true;
            return new MessageParser<TAnswer>(() => new TAnswer()).ParseFrom(used.Answer);
        }

        var answer = await work();
        Add(context, call, key, request, answer.ToByteArray(), clock);
        return answer;
    }

    /// <summary>Keeps the key for this request alone (409 for another), for an operation that gives the same answer again by itself.</summary>
    public static async Task Claim(this ServiceContext context, ServerCallContext call, IMessage request, TimeProvider clock)
    {
        if (call.IdempotencyKey() is { } key && await Find(context, call, key, request) is null)
        {
            Add(context, call, key, request, [], clock);
        }
    }

    private static async Task<IdempotencyEntry?> Find(ServiceContext context, ServerCallContext call, string key, IMessage request)
    {
        var used = await context.Idempotency.FindAsync(Caller.Of(call).Subject, key);
        return used is null || used.Fingerprint == Fingerprint(call, request)
            ? used
            : throw Refusal.Conflict("This Idempotency-Key was used for another request.");
    }

    private static void Add(ServiceContext context, ServerCallContext call, string key, IMessage request, byte[] answer, TimeProvider clock) =>
        context.Idempotency.Add(new IdempotencyEntry
        {
            Caller = Caller.Of(call).Subject,
            Key = key,
            Fingerprint = Fingerprint(call, request),
            Answer = answer,
            At = clock.GetUtcNow(),
        });

    private static string Fingerprint(ServerCallContext call, IMessage request) =>
        Convert.ToHexString(SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes($"{call.Method}\n{For(Caller.Of(call))}\n"), .. request.ToByteArray()]));

    // One subject may act for another party tomorrow: what it was answered for this one is not for that one.
    private static string For(Caller caller) => $"{caller.Party} {caller.Agency}";
}
