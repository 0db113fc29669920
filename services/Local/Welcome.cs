// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Cbm.Local;

/// <summary>What a person reads when the window is open.</summary>
internal static class Welcome
{
    /// <summary>Address, sign-ins, how to stop.</summary>
    public static string To(Window window, Options options)
    {
        var text = new StringBuilder()
            .AppendLine("The window is open.")
            .AppendLine($"  JSON and XML  {window.Http}api/v1   (routes: {window.Http}docs)")
            .AppendLine($"  gRPC          {window.Grpc}")
            .AppendLine($"  profile       {options.Profile}")
            .AppendLine($"  data          {options.Data}   (logs in logs, process ids in run.json)")
            .AppendLine()
            .AppendLine("Demo people, who sign in by the code flow with PKCE (client portal) with the password single-window:")
            .AppendLine("  trader, agent, customs, health, plant, vet, standards, supervisor, coordinator, auditor, admin")
            .AppendLine("Demo clients, all with the secret single-window:")
            .AppendLine("  demo-trader, demo-other-trader, demo-broker (agent of everybody), demo-carrier, demo-auditor, demo-coordinator");
        foreach (var role in (string[])["officer", "supervisor"])
        {
            var agencies = Service.All.Where(service => service.Kind == Kind.Agency).Select(service => $"demo-{role}-{service.Name.ToLowerInvariant()}");
            text.AppendLine("  " + string.Join(", ", agencies) + (role == "officer" ? ", demo-officer-plant, demo-officer-vet" : ""));
        }
        return text
            .AppendLine()
            .AppendLine("A token:")
            .AppendLine($"  curl -s {window.Http}connect/token -d grant_type=client_credentials -d client_id=demo-trader -d client_secret=single-window")
            .AppendLine()
            .Append("Stop with Ctrl+C.")
            .ToString();
    }
}
