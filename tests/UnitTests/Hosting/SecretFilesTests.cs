// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Hosting;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Cbm.UnitTests.Hosting;

public sealed class SecretFilesTests
{
    [Fact]
    public void A_secret_is_read_from_its_file_and_a_folder_that_is_missing_ends_the_start()
    {
        var folder = Directory.CreateTempSubdirectory("cbm-secrets-").FullName;
        File.WriteAllText(Path.Combine(folder, "Identity__Services__CUSTOMS__Secret"), "from a file\n");

        Assert.Equal("from a file", Read(folder)["Identity:Services:CUSTOMS:Secret"]);
        Assert.Null(Read(null)["Identity:Services:CUSTOMS:Secret"]);
        Directory.Delete(folder, recursive: true);
        Assert.Throws<DirectoryNotFoundException>(() => Read(folder));
    }

    private static ConfigurationManager Read(string? folder)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("Secrets:Folder", folder)]);
        configuration.AddSecretFiles();
        return configuration;
    }
}
