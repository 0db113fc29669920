// SPDX-License-Identifier: Apache-2.0
using k8s.Models;

// Members are written by the reader of manifests alone.
#pragma warning disable CA1812, CA1002, CA2227
namespace Cbm.UnitTests.Deployment;

/// <summary>Dapr's resources, with every member that we use and no other: a manifest with one more is refused.</summary>
internal abstract class DaprResource
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public List<string> Scopes { get; set; } = [];
}

internal sealed class DaprComponent : DaprResource
{
    public ComponentSpec Spec { get; set; } = new();

    public ComponentAuth Auth { get; set; } = new();

    public string Value(string name) => Spec.Metadata.Single(item => item.Name == name).Value ?? "";
}

internal sealed class ComponentSpec
{
    public string Type { get; set; } = "";

    public string Version { get; set; } = "";

    public string? InitTimeout { get; set; }

    public List<ComponentItem> Metadata { get; set; } = [];
}

internal sealed class ComponentItem
{
    public string Name { get; set; } = "";

    public string? Value { get; set; }

    public SecretKey? SecretKeyRef { get; set; }
}

internal sealed class SecretKey
{
    public string Name { get; set; } = "";

    public string Key { get; set; } = "";
}

internal sealed class ComponentAuth
{
    public string SecretStore { get; set; } = "";
}

internal sealed class DaprSubscription : DaprResource
{
    public SubscriptionSpec Spec { get; set; } = new();
}

internal sealed class SubscriptionSpec
{
    public string Pubsubname { get; set; } = "";

    public string Topic { get; set; } = "";

    public Dictionary<string, string> Routes { get; set; } = [];

    public string DeadLetterTopic { get; set; } = "";

    public Bulk BulkSubscribe { get; set; } = new();
}

internal sealed class Bulk
{
    public bool Enabled { get; set; }

    public int MaxMessagesCount { get; set; }

    public int MaxAwaitDurationMs { get; set; }
}

internal sealed class DaprResiliency : DaprResource
{
    public ResiliencySpec Spec { get; set; } = new();
}

internal sealed class ResiliencySpec
{
    public Policies Policies { get; set; } = new();

    public Targets Targets { get; set; } = new();
}

internal sealed class Policies
{
    public Dictionary<string, string> Timeouts { get; set; } = [];

    public Dictionary<string, Retry> Retries { get; set; } = [];

    public Dictionary<string, Breaker> CircuitBreakers { get; set; } = [];
}

internal sealed class Retry
{
    public string Policy { get; set; } = "";

    public string? Duration { get; set; }

    public string? MaxInterval { get; set; }

    public int MaxRetries { get; set; }
}

internal sealed class Breaker
{
    public int MaxRequests { get; set; }

    public string Interval { get; set; } = "";

    public string Timeout { get; set; } = "";

    public string Trip { get; set; } = "";
}

internal sealed class Targets
{
    public Dictionary<string, Names> Apps { get; set; } = [];

    public Dictionary<string, Directions> Components { get; set; } = [];
}

internal sealed class Directions
{
    public Names Inbound { get; set; } = new();

    public Names Outbound { get; set; } = new();
}

internal sealed class Names
{
    public string Timeout { get; set; } = "";

    public string Retry { get; set; } = "";

    public string CircuitBreaker { get; set; } = "";
}

internal sealed class DaprConfiguration : DaprResource
{
    public ConfigurationSpec Spec { get; set; } = new();
}

internal sealed class ConfigurationSpec
{
    public Api Api { get; set; } = new();

    public AccessControl AccessControl { get; set; } = new();

    public SecretAccess Secrets { get; set; } = new();

    public Tracing Tracing { get; set; } = new();

    public Dictionary<string, bool> Metrics { get; set; } = [];
}

internal sealed class Api
{
    public List<ApiRule> Allowed { get; set; } = [];
}

internal sealed class ApiRule
{
    public string Name { get; set; } = "";

    public string Version { get; set; } = "";

    public string Protocol { get; set; } = "";
}

internal sealed class AccessControl
{
    public string DefaultAction { get; set; } = "";

    public string TrustDomain { get; set; } = "";
}

internal sealed class SecretAccess
{
    public List<SecretScope> Scopes { get; set; } = [];
}

internal sealed class SecretScope
{
    public string StoreName { get; set; } = "";

    public string DefaultAccess { get; set; } = "";
}

internal sealed class Tracing
{
    public string SamplingRate { get; set; } = "";

    public Otel Otel { get; set; } = new();
}

internal sealed class Otel
{
    public string EndpointAddress { get; set; } = "";

    public bool IsSecure { get; set; }

    public string Protocol { get; set; } = "";
}
