// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cbm.Simulation.People;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Simulation.Invariants;

/// <summary>The log of every declaration is one chain, counted with a hand of its own: what an auditor would do.</summary>
internal static class Chain
{
    public static void Check(Truth truth, Ledger ledger)
    {
        using var window = truth.Window();
        foreach (var record in window.Declarations.AsNoTracking().ToList())
        {
            var before = "";
            var number = 0;
            foreach (var one in window.Events.AsNoTracking().Where(one => one.Mrn == record.Mrn).OrderBy(one => one.Sequence).ToList())
            {
                number++;
                var content = Hex([.. one.Salt, .. Encoding.UTF8.GetBytes($"{one.By}\0{one.Text}\0{one.Correlation}")]);
                var hash = Hex(Encoding.UTF8.GetBytes(string.Create(
                    CultureInfo.InvariantCulture, $"{before}\n{one.Mrn}\n{one.Sequence}\n{one.Name}\n{one.At.UtcTicks}\n{one.Unit}\n{content}")));
                if (one.Sequence != number || one.PreviousHash != before || one.Hash != hash)
                {
                    ledger.Violate($"{record.Lrn}: the chain breaks at event {number}");
                    break;
                }

                before = hash;
            }

            if (record.LogLength != number || record.LogHash != before)
            {
                ledger.Violate($"{record.Lrn}: the log has {number} events, {record.LogLength} were counted");
            }
        }
    }

    private static string Hex(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
