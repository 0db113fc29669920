// SPDX-License-Identifier: Apache-2.0
using Cbm.Simulation.Kernel;
using Cbm.Simulation.Services;
using Grpc.Core;

namespace Cbm.Simulation.People;

/// <summary>How people reach the services: what was not answered is asked again, under the same key, until it is.</summary>
internal sealed class Client(Setting setting, Process people)
{
    private int _keys;

    public World World => setting.World;

    /// <summary>People are done.</summary>
    public bool IsOver { get; set; }

    /// <summary>Everybody does what there is to do, at once and without mistakes.</summary>
    public bool IsDiligent => !setting.Faults.On;

    /// <summary>A key of one command.</summary>
    public string Key() => $"key-{++_keys}";

    public Task Pause(double least, double most) =>
        Task.Delay(World.Between(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(IsDiligent ? least : most)), new SimulatedClock(World, people, TimeSpan.Zero));

    /// <summary>Asks once.</summary>
    public Task<T> Ask<T>(string service, string what, Func<IService, Task<T>> work) => setting.Network.Ask(people, service, what, work);

    /// <summary>Asks until somebody answers; a refusal is an answer.</summary>
    public async Task<T> Insist<T>(string service, string what, Func<IService, Task<T>> work)
    {
        while (true)
        {
            try
            {
                return await Ask(service, what, work);
            }
            catch (RpcException away) when (away.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Unknown)
            {
                await Pause(0.2, 3);
            }
        }
    }
}
