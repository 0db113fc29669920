// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Hosting;

namespace Cbm.Gateway;

/// <summary>How much of the window anybody may take; the section <c>Limits</c>. 0 is no limit, where a limit may be left out.</summary>
/// <param name="Caller">Of one caller, whom a service has recognised by its token.</param>
/// <param name="Address">Of one address (of one /64 in IPv6), for all who are not recognised: without a token, or with one that nobody has checked yet.</param>
/// <param name="AtOnce">Requests of all together that are on their way; 0: any number.</param>
/// <param name="RequestSeconds">From the first byte of a request to the last of its answer; a live stream has no end. 0: any time.</param>
/// <param name="HeadersSeconds">For the headers of a request.</param>
/// <param name="IdleSeconds">For the next request on a connection that is kept.</param>
/// <param name="SlowestBytesPerSecond">Of a body that is sent, and of an answer that is taken; 0: any rate.</param>
/// <param name="GraceSeconds">Until a body is so slow, more than one second.</param>
/// <param name="Connections">Open at once; 0: any number.</param>
internal sealed record Limits(
    Share Caller,
    Share Address,
    int AtOnce,
    double RequestSeconds,
    double HeadersSeconds,
    double IdleSeconds,
    int SlowestBytesPerSecond,
    double GraceSeconds,
    int Connections)
{
    /// <summary>Those of the settings.</summary>
    /// <exception cref="RefusedToStartException">One of them is no limit.</exception>
    public static Limits Of(IConfiguration configuration)
    {
        var mistakes = Mistakes(configuration);
        return mistakes.Count == 0 ? Read(configuration) : throw new RefusedToStartException(mistakes);
    }

    /// <summary>What is wrong with them.</summary>
    public static IReadOnlyList<string> Mistakes(IConfiguration configuration)
    {
        try
        {
            return Read(configuration).IsFit ? [] : ["Limits: every number is 0 or more, Burst at least 1, HeadersSeconds and IdleSeconds more than 0, GraceSeconds more than 1"];
        }
        catch (InvalidOperationException unread)
        {
            // It names the setting and what stands there.
            return [$"Limits: {unread.Message.TrimEnd('.')}"];
        }
    }

    private static Limits Read(IConfiguration configuration) => configuration.GetSection("Limits").Get<Limits>()!;

    private bool IsFit => Caller.IsFit && Address.IsFit && AtOnce >= 0 && RequestSeconds >= 0 && HeadersSeconds > 0 && IdleSeconds > 0
        && SlowestBytesPerSecond >= 0 && GraceSeconds > 1 && Connections >= 0;
}

/// <summary>The share of one.</summary>
/// <param name="PerSecond">Requests a second in the long run; 0: any number.</param>
/// <param name="Burst">Requests that one may have saved up.</param>
/// <param name="AtOnce">Requests on their way; 0: any number.</param>
internal sealed record Share(double PerSecond, int Burst, int AtOnce)
{
    /// <summary>Whether it can be held.</summary>
    public bool IsFit => PerSecond is >= 0 and <= 1_000_000 && Burst > 0 && AtOnce >= 0;
}
