// SPDX-License-Identifier: Apache-2.0
using Cbm.Simulation.Services;

namespace Cbm.Simulation;

/// <summary>The blows that fall on the services from outside, at hours that chance sets.</summary>
internal static class Weather
{
    public static void Plan(Setting setting, TimeSpan storm)
    {
        var world = setting.World;
        if (world.Chance.Next(4) == 0)
        {
            PlanALoss(setting, storm);
        }

        for (var blows = world.Chance.Next(0, 9); blows > 0; blows--)
        {
            var (kind, one, other) = (world.Chance.Next(4), Any(setting), Any(setting));
            var time = world.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
            world.After(storm * world.Chance.NextDouble(), () =>
            {
                world.Count(kind switch { 0 => "blow: end", 1 => "blow: stand still", 2 => "blow: cut", _ => "blow: full disk" });
                switch (kind)
                {
                    case 0:
                        setting.End(one);
                        break;
                    case 1:
                        setting.Pause(one, time);
                        break;
                    case 2:
                        world.Tell(one, $"is cut off from {other} for {time.TotalSeconds:0.0} s");
                        setting.Faults.Cut(one, other, time);
                        break;
                    default:
                        world.Tell(one, $"has a full disk for {time.TotalSeconds:0.0} s");
                        setting.Faults.Fill(one, time);
                        break;
                }
            });
        }
    }

    // One store in some runs is lost, and an older copy of it put in its place.
    private static void PlanALoss(Setting setting, TimeSpan storm)
    {
        var (world, name) = (setting.World, Any(setting));
        var copied = storm * world.Chance.NextDouble();
        world.After(copied, () =>
        {
            var (copy, at) = (setting.Disk.Copy(name), world.Now);
            world.After((storm - copied) * world.Chance.NextDouble(), () =>
            {
                world.Count(name == Setting.Names[0] ? "blow: older copy of the window" : "blow: older copy of an agency");
                setting.PutBack(name, copy, at);
                copy.Dispose();
            });
        });
    }

    private static string Any(Setting setting) => Setting.Names[setting.World.Chance.Next(Setting.Names.Count)];
}
