// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;

namespace Cbm.IntegrationTests.Sidecars;

/// <summary>A program of somebody else's that a test starts: by its path, or (docker:IMAGE) by Docker on the network of this machine, so that both are called alike.</summary>
internal sealed class OthersProgram : IAsyncDisposable
{
    private const string Docker = "docker:";

    private readonly StringBuilder _said = new();
    private readonly Process? _process;
    private readonly IContainer? _container;

    private OthersProgram(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private OthersProgram(IContainer container) => _container = container;

    /// <summary>Whether it has ended by itself.</summary>
    public bool HasEnded => _process?.HasExited ?? _container!.State == TestcontainersStates.Exited;

    /// <summary>Why what is so named cannot be started here; null: it can be tried.</summary>
    public static string? WhyNot(string named)
    {
        if (!named.StartsWith(Docker, StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            new ContainerBuilder(named[Docker.Length..]).Build();
            return null;
        }
#pragma warning disable CA1031 // Whatever it is, there is no engine; what it says of it is shown.
        catch (Exception none)
#pragma warning restore CA1031
        {
            return $"{named}: no Docker engine was found ({none.Message.Split('.', '\n')[0]})";
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="named">Path, or docker:IMAGE.</param>
    /// <param name="command">What it is called inside an image.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="folder">Files that it reads; null: none.</param>
    public static async Task<OthersProgram> Start(string named, string command, string[] arguments, Dictionary<string, string>? environment = null, string? folder = null)
    {
        if (!named.StartsWith(Docker, StringComparison.Ordinal))
        {
            var start = new ProcessStartInfo(named, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (name, value) in environment ?? [])
            {
                start.Environment[name] = value;
            }

            return new OthersProgram(new Process { StartInfo = start });
        }

        var container = new ContainerBuilder(named[Docker.Length..])
            .WithCommand([command, .. arguments])
            .WithEnvironment(environment ?? [])
            .WithCreateParameterModifier(create => create.HostConfig!.NetworkMode = "host");
        var built = (folder is null ? container : container.WithResourceMapping(new DirectoryInfo(folder), folder)).Build();
        await built.StartAsync();
        return new OthersProgram(built);
    }

    /// <summary>What it has said so far.</summary>
    public async Task<string> Said()
    {
        if (_container is not null)
        {
            var (output, errors) = await _container.GetLogsAsync();
            return output + errors;
        }

        lock (_said)
        {
            return _said.ToString();
        }
    }

    /// <summary>It stands still, or goes on.</summary>
    public async Task StandStill(bool stands)
    {
        if (_container is not null)
        {
            await (stands ? _container.PauseAsync() : _container.UnpauseAsync());
            return;
        }

        using var signal = Process.Start("kill", [stands ? "-STOP" : "-CONT", $"{_process!.Id}"]);
        await signal.WaitForExitAsync();
    }

    /// <summary>Ends it at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await _container.DisposeAsync();
            return;
        }

        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }
}
