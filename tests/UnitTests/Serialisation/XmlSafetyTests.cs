// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.TestKit;
using Xunit;

namespace Cbm.UnitTests.Serialisation;

/// <summary>What is sent to do harm is refused before it does.</summary>
public class XmlSafetyTests
{
    [Theory]
    [InlineData("<!DOCTYPE Declaration><Declaration><FunctionCode>9</FunctionCode></Declaration>")]
    [InlineData("<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Declaration><FunctionCode>&x;</FunctionCode></Declaration>")]
    [InlineData("<!DOCTYPE d SYSTEM 'http://localhost:1/x.dtd'><Declaration/>")]
    [InlineData("<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;'>]><Declaration><FunctionCode>&c;</FunctionCode></Declaration>")]
    public async Task A_document_type_is_refused(string xml)
        => Assert.StartsWith("Send the document without a DTD", (await XmlFaultTests.Read(xml)).NotReadable, StringComparison.Ordinal);

    [Fact]
    public async Task Elements_too_deep_are_refused_inside_and_outside_the_declaration()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 1000)) + string.Concat(Enumerable.Repeat("</a>", 1000));
        Assert.Contains("64 levels", (await XmlFaultTests.Read(deep)).NotReadable, StringComparison.Ordinal);
        Assert.Contains("64 levels", (await XmlFaultTests.Read($"<Declaration>{deep}</Declaration>")).NotReadable, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_too_long_is_refused_where_it_becomes_so()
    {
        using var endless = new EndlessDeclaration();
        var reading = await XmlReading.ReadDeclarationAsync(endless, new XmlLimits(100_000), CancellationToken.None);
        Assert.Contains("longer than 100000 characters", reading.NotReadable, StringComparison.Ordinal);
        Assert.True(reading.IsTooLarge);
        Assert.InRange(endless.Position, 1, 1_000_000);
    }

    [Fact]
    public async Task A_text_in_a_thousand_pieces_is_not_gathered_whole()
    {
        var pieces = string.Concat(Enumerable.Repeat("0123456789<!-- -->", 500_000));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var reading = await XmlFaultTests.Read($"<Declaration><FunctionCode>{pieces}</FunctionCode></Declaration>");
        Assert.Equal("SWR004", Assert.Single(reading.Faults).Code);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    [Fact]
    public void A_text_in_small_pieces_takes_memory_by_its_length_and_not_by_its_square()
    {
        var pieces = string.Concat(Enumerable.Repeat("a<!---->", 4096));
        var xml = Encoding.UTF8.GetBytes($"<Declaration>{string.Concat(Enumerable.Repeat($"<FunctionCode>{pieces}</FunctionCode>", 4))}</Declaration>");
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = XmlReading.ReadDeclarationAsync(new MemoryStream(xml), XmlLimits.Default, CancellationToken.None).IsCompleted;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40L * xml.Length);
    }

    [Fact]
    public async Task Bytes_that_come_one_at_a_time_and_only_asynchronously_are_read()
    {
        using var whole = new MemoryStream();
        var full = RandomDeclarations.Full(7);
        XmlWriting.Write(whole, full, "XX");
        using var slow = new SlowStream(whole.ToArray());
        Assert.Equal(full, (await XmlReading.ReadDeclarationAsync(slow, XmlLimits.Default, CancellationToken.None)).Message);
    }

    [Fact]
    public async Task Reading_ends_when_the_caller_goes()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        using var endless = new EndlessDeclaration();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => XmlReading.ReadDeclarationAsync(endless, XmlLimits.Default, gone.Token));
    }

    [Fact]
    public async Task Other_encodings_of_xml_are_read()
    {
        var bytes = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("<?xml version='1.0' encoding='utf-16'?><Declaration><FunctionCode>9</FunctionCode></Declaration>")).ToArray();
        Assert.True((await XmlReading.ReadDeclarationAsync(new MemoryStream(bytes), XmlLimits.Default, CancellationToken.None)).IsClean);
    }

    private sealed class EndlessDeclaration : MemoryStream
    {
        private static readonly byte[] Begin = "<Declaration>"u8.ToArray();
        private static readonly byte[] Item = "<Amendment/>"u8.ToArray();
        private long sent;

        public override long Position { get => sent; set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var next = sent == 0 ? Begin : Item;
            next.CopyTo(buffer.Span);
            sent += next.Length;
            return ValueTask.FromResult(next.Length);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    private sealed class SlowStream(byte[] bytes) : MemoryStream
    {
        private int sent;

        public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("A server does not read synchronously.");

        public override int Read(Span<byte> buffer) => throw new InvalidOperationException("A server does not read synchronously.");

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            if (sent == bytes.Length) return 0;
            buffer.Span[0] = bytes[sent++];
            return 1;
        }

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            await ReadAsync(buffer.AsMemory(offset, count), cancellationToken);
    }
}
