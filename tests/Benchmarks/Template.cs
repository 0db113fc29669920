// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

namespace Cbm.Benchmarks;

/// <summary>A declaration's JSON, ready but for its LRN: only that is written anew for each lodging.</summary>
public sealed class Template
{
    private const string Placeholder = "BENCHMARK-0000000000";
    private const int Digits = 10;

    private readonly byte[] json;
    private readonly int digits;
    private long used;

    /// <summary>Takes any declaration; its LRN is replaced.</summary>
    public Template(JsonObject declaration)
    {
        declaration["functionalReferenceId"] = Placeholder;
        json = Encoding.UTF8.GetBytes(declaration.ToJsonString());
        digits = json.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Placeholder)) + Placeholder.Length - Digits;
    }

    /// <summary>Bytes of one declaration.</summary>
    public int Length => json.Length;

    /// <summary>The goods that units decide by rule: hops, wool, food supplements, telephones.</summary>
    public static JsonObject Journey() => Read(typeof(Template).Assembly, "journey.json");

    /// <summary>The show-case as the contract brings it.</summary>
    public static JsonObject ShowCase() => Read(typeof(Contracts.Declaration).Assembly, "samples/show-case.json");

    private static JsonObject Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    /// <summary>One declaration under an LRN that was not used before.</summary>
    public byte[] Next()
    {
        var next = json.AsSpan().ToArray();
        Utf8Formatter.TryFormat(Interlocked.Increment(ref used), next.AsSpan(digits, Digits), out _, new System.Buffers.StandardFormat('D', Digits));
        return next;
    }
}
