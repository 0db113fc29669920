// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Xunit;

namespace Cbm.UnitTests.Hosting;

public sealed class ServiceClientTests
{
    private static readonly string A = new('a', 32), B = new('b', 32);

    [Fact]
    public void A_service_needs_its_own_secret_alone_and_is_named_by_its_code()
    {
        Assert.Equal(new ServiceClient("CUSTOMS", "service-customs", A), Own("Production", ("CUSTOMS:Secret", A)));
        Assert.Equal("cbm-customs", Own("Production", ("CUSTOMS:Secret", A), ("CUSTOMS:ClientId", "cbm-customs")).Id);
        Assert.Equal("", Own("Development").Secret);
    }

    [Fact]
    public void Outside_Development_it_does_not_start_without_one_or_where_it_sees_another_that_has_the_same()
    {
        Assert.Equal("Identity:Services:CUSTOMS:Secret is missing", Refused());
        Assert.Equal("Identity:Services:CUSTOMS:Secret is shorter than 32 characters", Refused(("CUSTOMS:Secret", "short")));
        Assert.Equal("CUSTOMS and HEALTH have the same secret", Refused(("CUSTOMS:Secret", A), ("HEALTH:Secret", A)));
        Assert.Equal(
            "Identity:Services:CUSTOMS:Secret is missing; HEALTH and STANDARDS have the same secret; HEALTH and STANDARDS have the same client one",
            Refused(("HEALTH:Secret", B), ("STANDARDS:Secret", B), ("HEALTH:ClientId", "one"), ("STANDARDS:ClientId", "one")));
    }

    private static string Refused(params (string Name, string Value)[] settings) =>
        Assert.Throws<RefusedToStartException>(() => Own("Production", settings)).Message;

    private static ServiceClient Own(string environment, params (string Name, string Value)[] settings) => ServiceClient.Own(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(one => $"Identity:Services:{one.Name}", one => (string?)one.Value)).Build(),
        new HostingEnvironment { EnvironmentName = environment },
        "CUSTOMS");
}
