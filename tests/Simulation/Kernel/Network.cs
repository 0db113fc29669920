// SPDX-License-Identifier: Apache-2.0
using Grpc.Core;

namespace Cbm.Simulation.Kernel;

/// <summary>
/// The network between processes: every request and every answer takes its time, may be lost, and a request may arrive twice.
/// Who is ended or cut off does not answer; after its patience the caller hears so.
/// </summary>
/// <param name="world">Whose network it is.</param>
/// <param name="faults">The weather.</param>
/// <param name="find">The service that lives now under a name; null while it does not.</param>
public sealed class Network(World world, Faults faults, Func<string, IService?> find)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks a service and waits for its answer. Throws RpcException as the service does, or Unavailable and DeadlineExceeded as the network does.</summary>
    /// <param name="from">Process that asks.</param>
    /// <param name="to">Name of the service.</param>
    /// <param name="what">For the trace: never content.</param>
    /// <param name="work">What the service does; each arrival does it anew.</param>
    /// <param name="isFree">Answered before the service is open, too.</param>
    public Task<T> Ask<T>(Process from, string to, string what, Func<IService, Task<T>> work, bool isFree = false)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrivals = faults.Happens(faults.Doubling) ? 2 : 1;
        for (var arrival = 0; arrival < arrivals; arrival++)
        {
            if (!faults.Happens(faults.Loss))
            {
                world.After(Way(), () => Arrive(from, to, what, work, answer, isFree));
            }
        }

        world.After(Patience, () => Refuse(from, answer, new RpcException(new Status(StatusCode.DeadlineExceeded, $"{to} does not answer."))));
        return answer.Task;
    }

    private void Arrive<T>(Process from, string to, string what, Func<IService, Task<T>> work, TaskCompletionSource<T> answer, bool isFree)
    {
        var service = faults.IsCut(from.Name, to) ? null : find(to);
        if (service is null || !(isFree || service.IsOpen))
        {
            world.After(Way(), () => Refuse(from, answer, new RpcException(new Status(StatusCode.Unavailable, $"{to} is away."))));
            return;
        }

        service.Process.Begin(async () =>
        {
            world.Tell(to, $"hears {from.Name}: {what}");
            try
            {
                var told = await work(service);
                Return(from, to, () => answer.TrySetResult(told));
            }
            catch (RpcException refused)
            {
                Return(from, to, () => Refuse(from, answer, refused));
            }
            catch (Exception trouble) when (service.IsEnding || SimulatedFile.IsTrouble(trouble))
            {
                // As a service answers whose store fails: it does not say what was done.
                if (!service.IsEnding)
                {
                    Return(from, to, () => Refuse(from, answer, new RpcException(new Status(StatusCode.Unknown, "An error of ours."))));
                }
            }
#pragma warning disable CA1031 // What no fault explains is a finding, not the end of the run.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                world.Broken.Add($"{to} failed at {what}: {failure.GetType().Name}, {failure.Message}");
                Return(from, to, () => Refuse(from, answer, new RpcException(new Status(StatusCode.Unknown, "An error of ours."))));
            }
        });
    }

    private void Return(Process from, string to, Action tell)
    {
        if (!faults.Happens(faults.Loss))
        {
            world.After(Way(), () =>
            {
                if (!from.IsDead && !faults.IsCut(from.Name, to))
                {
                    tell();
                }
            });
        }
    }

    private static void Refuse<T>(Process from, TaskCompletionSource<T> answer, RpcException reason)
    {
        if (!from.IsDead)
        {
            answer.TrySetException(reason);
        }
    }

    private TimeSpan Way() => faults.On ? world.Between(TimeSpan.FromMilliseconds(1), faults.LongestWay) : TimeSpan.FromMilliseconds(1);
}

/// <summary>A service as it lives in one process.</summary>
public interface IService
{
    /// <summary>The process that it lives in.</summary>
    Process Process { get; }

    /// <summary>It takes calls: what it must know first from its partners it knows.</summary>
    bool IsOpen { get; }

    /// <summary>It is about to end, in the midst of a step: nothing more goes out of it.</summary>
    bool IsEnding { get; }

    /// <summary>Ends at once: what was not flushed is gone.</summary>
    void End();
}
