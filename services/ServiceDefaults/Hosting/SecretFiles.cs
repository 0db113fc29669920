// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Configuration;

namespace Cbm.ServiceDefaults.Hosting;

/// <summary>Secrets from files, as orchestrators mount them: each file of the folder is a setting, named by the file (<c>Identity__Services__CUSTOMS__Secret</c>).</summary>
public static class SecretFiles
{
    /// <summary>Reads the folder named by <c>Secrets:Folder</c>, over what stands elsewhere; where none is named, nothing. A folder that is named and missing ends the start: a service without its secrets would make up others.</summary>
    public static void AddSecretFiles(this ConfigurationManager configuration)
    {
        if (configuration["Secrets:Folder"] is { Length: > 0 } folder)
        {
            configuration.AddKeyPerFile(Path.GetFullPath(folder), optional: false);
        }
    }
}
