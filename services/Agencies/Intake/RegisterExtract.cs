// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Storage;

namespace Cbm.Agencies.Intake;

/// <summary>Of a unit's register, what bears a number that the declaration names.</summary>
/// <param name="UnitName">Name of the unit, for people.</param>
/// <param name="OwnNames">Names under which the unit issues documents itself.</param>
/// <param name="Lpcos">The register's rows.</param>
public sealed record RegisterExtract(string UnitName, IReadOnlyList<string> OwnNames, IReadOnlyList<LpcoRow> Lpcos)
{
    /// <summary>Rows of that number; where the declaration names an issuer, of that issuer.</summary>
    public IEnumerable<LpcoRow> Find(string number, string issuer) =>
        Lpcos.Where(lpco => lpco.Number == number.Trim() && (string.IsNullOrWhiteSpace(issuer) || IsIssuer(lpco.Issuer, issuer)));

    /// <summary>Whether two names are of one issuer; all names of the unit are.</summary>
    public bool IsIssuer(string one, string other) => Office.IsSame(one, other) || (IsOwn(one) && IsOwn(other));

    private bool IsOwn(string issuer) => OwnNames.Any(name => Office.IsSame(name, issuer));
}
