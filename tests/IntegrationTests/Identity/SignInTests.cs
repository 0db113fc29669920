// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Identity.People;
using Microsoft.AspNetCore.Identity;
using Xunit;

namespace Cbm.IntegrationTests.Identity;

/// <summary>The pages of signing in and out, as a browser without scripts sees them.</summary>
[Collection(nameof(SharedIdentity))]
public sealed class SignInTests(SharedIdentity shared) : IDisposable
{
    private readonly RunningIdentity identity = shared.Identity;
    private readonly Browser browser = new(shared.Identity);

    public void Dispose() => browser.Dispose();

    [Fact]
    public async Task The_page_needs_no_script_and_loads_nothing_but_its_style()
    {
        var page = await browser.Get((await browser.Get(Browser.Authorize())).Headers.Location!.ToString());
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal(
            "default-src 'none'; style-src 'self'; form-action 'self' http://window.example:8080; frame-ancestors 'none'; base-uri 'none'",
            page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("no-store", page.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<html lang=\"en\">", html, StringComparison.Ordinal);
        Assert.Contains("<label for=\"name\">", html, StringComparison.Ordinal);
        Assert.Contains("<label for=\"password\">", html, StringComparison.Ordinal);
        Assert.Equal("text/css", (await browser.Get("/signin.css")).Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task What_is_missing_is_told_at_once_and_what_was_typed_stays_but_the_password()
    {
        var answer = await browser.Send(await browser.Get("/signin"), ("name", "\"><b>tara"), ("password", ""));
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("<a href=\"#password\">Enter your password.</a>", html, StringComparison.Ordinal);
        Assert.Contains("value=\"&quot;&gt;&lt;b&gt;tara\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>tara", html, StringComparison.Ordinal);
        var both = await (await browser.Send(await browser.Get("/signin"), ("name", " "), ("password", ""))).Content.ReadAsStringAsync();
        Assert.Contains("Enter your name.", both, StringComparison.Ordinal);
        Assert.Contains("Enter your password.", both, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_name_a_wrong_password_and_a_locked_name_get_the_same_answer()
    {
        await Register("tried");
        var unknown = await Answer("nobody", "wrong-password");
        var wrong = await Answer("tried", "wrong-password");
        for (var times = 1; times < PasswordCheck.FailuresToLockOut; times++) Assert.Equal(wrong, await Answer("tried", "wrong-password"));

        // Locked from here on: even the right password is refused, in the same words.
        Assert.Equal(wrong, await Answer("tried", "single-window"));
        Assert.Equal(wrong, unknown);
        Assert.StartsWith("302", await Answer("health", "single-window"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fewer_failures_do_not_lock_and_a_success_forgets_them()
    {
        await Register("clumsy");
        for (var round = 0; round < 2; round++)
        {
            for (var times = 1; times < PasswordCheck.FailuresToLockOut; times++) await Answer("clumsy", "wrong-password");
            Assert.StartsWith("302", await Answer("clumsy", "single-window"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_lock_ends_by_itself()
    {
        var person = await Register("locked");
        for (var times = 0; times < PasswordCheck.FailuresToLockOut; times++) await Answer("locked", "wrong-password");
        var until = await identity.With<UserManager<Person>, DateTimeOffset?>(async people => (await people.FindByIdAsync(person.Id))!.LockoutEnd);
        Assert.InRange(until!.Value, DateTimeOffset.UtcNow.AddMinutes(5), DateTimeOffset.UtcNow.AddMinutes(10));

        await identity.With<UserManager<Person>, IdentityResult>(async people =>
            await people.SetLockoutEndDateAsync((await people.FindByIdAsync(person.Id))!, DateTimeOffset.UtcNow.AddSeconds(-1)));
        Assert.StartsWith("302", await Answer("locked", "single-window"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guesses_made_at_once_are_counted_each()
    {
        await Register("hurried");
        var page = await browser.Get("/signin");
        await Task.WhenAll(Enumerable.Range(0, PasswordCheck.FailuresToLockOut + 1).Select(_ => browser.Send(page, ("name", "hurried"), ("password", "wrong-password"))));

        Assert.StartsWith("422", await Answer("hurried", "single-window"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    [InlineData("~//evil.example")]
    public async Task The_way_back_never_leads_out_of_here(string url)
    {
        var page = await browser.Get("/signin?returnUrl=" + Uri.EscapeDataString(url));
        Assert.DoesNotContain("evil", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var answer = await browser.Send(page, ("name", "trader"), ("password", "single-window"), ("returnUrl", url));
        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_form_that_is_not_our_own_signs_nobody_in()
    {
        using var elsewhere = new Browser(identity);
        var page = await elsewhere.Get("/signin");

        // The field without the cookie that belongs to it, and neither.
        var stolen = await browser.Send(page, ("name", "trader"), ("password", "single-window"));
        var none = await browser.Send(page, ("name", "trader"), ("password", "single-window"), ("__RequestVerificationToken", ""));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (stolen.StatusCode, none.StatusCode));
        Assert.Equal("login_required", Browser.Told(await browser.Get(Browser.Authorize(("prompt", "none"))))["error"]);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_even_for_one_who_copied_its_cookie()
    {
        var refresh = (string)(await Browser.Json(await browser.Redeem(await browser.Code())))["refresh_token"]!;
        var copied = new CookieContainer();
        copied.Add(browser.Cookies.GetAllCookies());
        using var thief = new Browser(identity, copied);
        Assert.Contains("code", Browser.Told(await thief.Get(Browser.Authorize(("prompt", "none")))));

        var out1 = await browser.Send(await browser.Get("/signout"));
        Assert.Equal("/signout", out1.Headers.Location!.ToString());
        Assert.Contains("You are signed out", await (await browser.Get("/signout")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var one in (Browser[])[browser, thief])
            Assert.Equal("login_required", Browser.Told(await one.Get(Browser.Authorize(("prompt", "none"))))["error"]);
        Assert.Equal("400 invalid_grant", await Browser.Error(await browser.Refresh(refresh)));
    }

    [Fact]
    public async Task A_client_that_knows_who_is_signed_in_signs_it_out_and_is_returned_to()
    {
        var tokens = await Browser.Json(await browser.Redeem(await browser.Code()));
        var answer = await browser.Get($"/connect/logout?id_token_hint={tokens["id_token"]}&post_logout_redirect_uri=http%3A%2F%2Fwindow.example%3A8080%2F&state=s1");

        Assert.Equal("http://window.example:8080/?state=s1", answer.Headers.Location!.ToString());
        Assert.Equal("login_required", Browser.Told(await browser.Get(Browser.Authorize(("prompt", "none"))))["error"]);
    }

    [Fact]
    public async Task A_mere_link_signs_nobody_out_but_asks()
    {
        await browser.SignIn(Browser.Authorize());
        var page = await browser.Get("/connect/logout?client_id=portal&post_logout_redirect_uri=http%3A%2F%2Fwindow.example%3A8080%2F");
        Assert.Contains("Sign out?", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("code", Browser.Told(await browser.Get(Browser.Authorize(("prompt", "none")))));

        Assert.Equal("http://window.example:8080/", (await browser.Send(page)).Headers.Location!.ToString());
        Assert.Equal("login_required", Browser.Told(await browser.Get(Browser.Authorize(("prompt", "none"))))["error"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Get("/connect/logout?post_logout_redirect_uri=http%3A%2F%2Fevil.example%2F")).StatusCode);
    }

    [Fact]
    public async Task The_cookie_is_for_no_script_and_no_other_site()
    {
        var answer = await browser.Send(await browser.Get("/signin"), ("name", "trader"), ("password", "single-window"));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith("cbm-session=", StringComparison.Ordinal));

        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        if (OperatingSystem.IsWindows()) return;
        var keys = new DirectoryInfo(Path.Combine(shared.Folder, "identity-cookie-keys"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, keys.UnixFileMode);
        Assert.All(keys.GetFiles(), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode));
    }

    // A person of the test's own, so that no other test finds a name locked.
    private Task<Person> Register(string name) => identity.With<UserManager<Person>, Person>(async people =>
    {
        var person = new Person { UserName = name };
        Assert.True((await people.CreateAsync(person, "single-window")).Succeeded);
        return person;
    });

    // What an attacker can tell answers apart by.
    private async Task<string> Answer(string name, string password)
    {
        using var fresh = new Browser(identity);
        var answer = await fresh.Send(await fresh.Get("/signin"), ("name", name), ("password", password));
        var html = await answer.Content.ReadAsStringAsync();
        var headers = string.Join(' ', answer.Headers.Select(header => header.Key).Order());
        return $"{(int)answer.StatusCode} {headers} {System.Text.RegularExpressions.Regex.Replace(html, "value=\"[^\"]*\"", "")}";
    }
}
