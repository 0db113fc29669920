// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Problems;

namespace Cbm.Agencies.Reviews;

/// <summary>What somebody does at an agency.</summary>
public enum Act
{
    /// <summary>Looks at the queue, a review or the register.</summary>
    See,

    /// <summary>Takes a review.</summary>
    Take,

    /// <summary>Gives a review back to the queue.</summary>
    Return,

    /// <summary>Asks the trader.</summary>
    Ask,

    /// <summary>Decides.</summary>
    Decide,

    /// <summary>Registers, issues or withdraws an LPCO.</summary>
    Register,
}

/// <summary>Who may act for a unit: the one question, asked here alone, since a check may be delegated one day.</summary>
public static class Acting
{
    /// <summary>Officers of the unit may do everything; its supervisors see and return.</summary>
    public static bool MayAct(this Office office, Caller caller, string unit, Act act) =>
        caller.WorksFor(office.Code, unit) && (caller.Is("officer") || act is Act.See or Act.Return);

    /// <summary>Refuses who may not: what a caller may not even see does not exist for it (404), the rest is not its part (403).</summary>
    public static void Demand(this Office office, Caller caller, string unit, Act act, string what)
    {
        if (!office.MayAct(caller, unit, Act.See))
        {
            throw Refusal.NotFound(what);
        }

        if (!office.MayAct(caller, unit, act))
        {
            throw Refusal.Forbidden();
        }
    }

    /// <summary>The units that the caller sees; none: the agency does not exist for it (404).</summary>
    public static IReadOnlyList<string> UnitsOf(this Office office, Caller caller)
    {
        var units = office.Units.Where(unit => office.MayAct(caller, unit, Act.See)).ToList();
        return units.Count > 0 ? units : throw Refusal.NotFound("agency");
    }

    /// <summary>Refuses an address that names another agency (404). Over gRPC the field may be left out: the door was chosen by x-agency.</summary>
    public static void MustBe(this Office office, string agency)
    {
        if (agency.Length > 0 && !agency.Equals(office.Code, StringComparison.OrdinalIgnoreCase))
        {
            throw Refusal.NotFound("agency");
        }
    }
}
