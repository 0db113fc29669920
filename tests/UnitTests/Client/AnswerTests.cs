// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Client;
using Cbm.Contracts;
using Xunit;
using static Cbm.UnitTests.Client.RecordedWindow;

namespace Cbm.UnitTests.Client;

/// <summary>How a client reads what the window answers.</summary>
public sealed class AnswerTests
{
    private readonly WaitingClock clock = new();

    [Fact]
    public async Task A_refusal_has_every_error_with_its_pointer()
    {
        var window = new RecordedWindow(_ =>
        {
            var refusal = Says("""
                {"type":"about:blank","title":"Not valid","status":422,"later":1,"errors":[
                 {"code":"SWR010","pointer":"42A.D026","path":"functionalReferenceId","message":"Give it."},{"code":"SWR001","path":"x","message":"Take it out."}]}
                """, HttpStatusCode.UnprocessableEntity);
            refusal.Headers.Add("X-Correlation-ID", "c-1");
            return refusal;
        });

        var refusal = await Assert.ThrowsAsync<ProblemException>(() => window.As().Declarations.Lodge(DeclarationContent.Xml("<x/>"u8.ToArray())));

        Assert.Equal(("application/xml", "<x/>"), (window.Requests[0].MediaType, window.Requests[0].Body));
        Assert.Equal((422, "c-1"), (refusal.Status, refusal.CorrelationId));
        Assert.Equal([("SWR010", "42A.D026", "functionalReferenceId", "Give it."), ("SWR001", "", "x", "Take it out.")],
            refusal.Errors.Select(error => (error.Code, error.Pointer, error.Path, error.Message)));
        Assert.Equal("SWR010 42A.D026 Give it.", refusal.FirstError);
    }

    [Fact]
    public async Task A_refusal_of_somebody_between_has_its_status_alone()
    {
        var window = new RecordedWindow(_ => new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("<html>") });

        Assert.Equal("502 Bad Gateway", (await Assert.ThrowsAsync<ProblemException>(() => window.As().Declarations.Get("M"))).FirstError);
    }

    [Fact]
    public async Task What_a_later_window_adds_is_passed_over()
    {
        var window = new RecordedWindow(_ => Says("""
            {"mrn":"M","colour":"blue","revision":4,"agencies":[{"unit":"CUSTOMS","state":"DELEGATED","shade":{"deep":[1]}},{"unit":"STANDARDS","state":"APPROVED"}]}
            """));

        var view = await window.As().Declarations.Get("M");

        Assert.Equal(("M", 4), (view.Mrn, view.Revision));
        Assert.Equal([("CUSTOMS", ReviewState.Unspecified), ("STANDARDS", ReviewState.Approved)], view.Agencies.Select(unit => (unit.Unit, unit.State)));
    }

    [Theory]
    [InlineData("""{"mrn":7}""")]
    [InlineData("""[]""")]
    [InlineData("""{"revision":"seven"}""")]
    public async Task What_is_no_answer_is_not_taken_for_one(string json) =>
        await Assert.ThrowsAsync<InvalidDataException>(() => new RecordedWindow(_ => Says(json)).As().Declarations.Get("M"));

    [Fact]
    public async Task A_list_goes_on_until_its_last_page()
    {
        var window = new RecordedWindow(request => Says(request.Address.Query.Contains("cursor=a%26b", StringComparison.Ordinal)
            ? """{"declarations":[{"mrn":"3"}]}""" : """{"declarations":[{"mrn":"1"},{"mrn":"2"}],"next":"a&b"}"""));
        var rows = window.As().Declarations.List(new ListDeclarationsRequest { State = "RELEASED", Limit = 2 });

        for (var again = 0; again < 2; again++) Assert.Equal(["1", "2", "3"], (await rows.ToListAsync()).Select(row => row.Mrn));

        Assert.Equal("?state=RELEASED&limit=2", window.Requests[2].Address.Query);
    }

    [Fact]
    public async Task A_stream_that_breaks_goes_on_after_the_last_event()
    {
        var window = new RecordedWindow(request => request.Header("Last-Event-ID") switch
        {
            null => Events("retry: 500\n\nid: 1\nevent: lodged\ndata: {\"sequence\":1}\n\n: alive\n\nid: 2\ndata: {\"sequence\":2}\n\nid: 3\ndata: {\"seq"),
            "2" => clock.Waits.Count < 2 ? throw new HttpRequestException("away") : Events("id: 3\ndata: {\"sequence\":3}\n\n"),
            _ => Says("""{"title":"Not there"}""", HttpStatusCode.NotFound),
        });
        var seen = new List<int>();

        var end = await Assert.ThrowsAsync<ProblemException>(async () =>
        {
            await foreach (var step in window.As(settings: new ClientSettings { Clock = clock }).Declarations.Follow("M")) seen.Add(step.Sequence);
        });

        Assert.Equal(404, end.Status);
        Assert.Equal([1, 2, 3], seen);
        Assert.Equal(["text/event-stream"], window.Requests.Select(request => request.Header("Accept")).Distinct());
        Assert.Equal(TimeSpan.FromMilliseconds(500), clock.Waits[0]);
    }

    [Fact]
    public async Task A_stream_of_a_window_that_stays_away_ends()
    {
        var window = new RecordedWindow(_ => throw new HttpRequestException("away"));

        await Assert.ThrowsAsync<HttpRequestException>(async () => await window.As(settings: new ClientSettings { Clock = clock }).Declarations.Follow("M").FirstAsync());

        Assert.True(window.Requests.Count > 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    public async Task A_number_that_would_lead_elsewhere_is_not_asked_for(string mrn)
    {
        var window = new RecordedWindow();

        await Assert.ThrowsAsync<ArgumentException>(() => window.As().Declarations.Get(mrn));

        Assert.Empty(window.Requests);
    }

    [Fact]
    public async Task A_number_with_a_slash_stays_one_part_of_the_address()
    {
        var window = new RecordedWindow();
        await window.As().Lpcos.Verify("PLANT_HEALTH", "GB/EW/7");

        Assert.Equal("/api/v1/lpcos/PLANT_HEALTH/GB%2FEW%2F7/verification", window.Requests[0].Address.AbsolutePath);
    }
}
