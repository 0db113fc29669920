// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Cbm.ServiceDefaults.Storage;
using Cbm.ServiceDefaults.Telemetry;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>
/// The sending of facts as steps of the traces that they came from, one for each fact: what its subscriber does hangs below.
/// Names and attributes follow OpenTelemetry's conventions for messaging. Where nobody looks there is none.
/// </summary>
public sealed class SendSteps : IDisposable
{
    private readonly Activity?[]? _steps;

    /// <summary>Begins them.</summary>
    /// <param name="facts">Facts of one delivery.</param>
    /// <param name="system">What carries them (messaging.system).</param>
    public SendSteps(IReadOnlyList<OutboxMessage> facts, string system)
    {
        if (!Signals.Source.HasListeners())
        {
            return;
        }

        // Beside each other, not below each other: starting one makes it the current one.
        var current = Activity.Current;
        _steps = new Activity?[facts.Count];
        for (var index = 0; index < facts.Count; index++)
        {
            Activity.Current = current;
            _steps[index] = Begin(facts[index], system);
        }

        Activity.Current = current;
    }

    /// <summary>The trace context that goes with a fact (traceparent): its step, else what it came from; empty: it is in no trace.</summary>
    public string TraceOf(int index, OutboxMessage fact) => _steps?[index]?.Id ?? fact.Trace ?? "";

    /// <summary>Sends one: the request that does it is a step below that fact's own.</summary>
    public async Task Within(int index, Func<Task> send)
    {
        Activity.Current = _steps?[index] ?? Activity.Current;
        await send();
    }

    /// <summary>Ends them: what became of each.</summary>
    public void End(IReadOnlyList<Verdict> verdicts)
    {
        for (var index = 0; index < _steps?.Length; index++)
        {
            if (verdicts[index] != Verdict.Delivered && _steps[index] is { } step)
            {
                step.SetStatus(ActivityStatusCode.Error).SetTag("error.type", verdicts[index].ToString());
            }

            _steps[index]?.Stop();
            _steps[index] = null;
        }
    }

    /// <summary>Those that have no end are not kept: the subscriber was away, and each would come again with every attempt.</summary>
    public void Dispose()
    {
        foreach (var step in _steps ?? [])
        {
            if (step is not null)
            {
                step.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
                step.Dispose();
            }
        }
    }

    private static Activity? Begin(OutboxMessage fact, string system)
    {
        // A fact that is in no trace begins none: it is told again after a start, or by a clock.
        if (fact.Trace is not { Length: > 0 } trace || !ActivityContext.TryParse(trace, null, isRemote: true, out var parent))
        {
            return null;
        }

        var step = Signals.Source.StartActivity($"send {fact.Topic}", ActivityKind.Producer, parent);
        if (step?.IsAllDataRequested == true)
        {
            step.SetTag("messaging.system", system).SetTag("messaging.operation.name", "send").SetTag("messaging.operation.type", "send")
                .SetTag("messaging.destination.name", fact.Topic).SetTag("messaging.message.id", fact.EventId)
                .SetTag("messaging.message.body.size", fact.Data.Length).SetTag("cbm.subscriber", fact.Subscriber).SetTag(Signals.Mrn, fact.Key);
        }

        return step;
    }
}
