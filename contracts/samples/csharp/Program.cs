// SPDX-License-Identifier: Apache-2.0
// Lodges a declaration by the typed client, waits for the first thing that happens to it, and prints how it stands.
//
//   dotnet run --project contracts/samples/csharp -- [--window URL] [--client ID] [--secret SECRET] [FILE]
//
// Or by CBM_WINDOW, CBM_CLIENT and CBM_SECRET; what is not given is that of `dotnet run --project services/Local`. FILE is JSON, or
// WCO XML where its name ends in .xml; without one the show-case is lodged, under a number of its own. Ends with 0 when the
// declaration is lodged, 1 when it is refused (each error in a line: code, WCO pointer, what to do), 2 else.
using Cbm.Client;
using Cbm.Lodge;

var asked = Asked.Parse(args);
using var http = new HttpClient { BaseAddress = asked.Window };
using var signIn = SignIn.WithSecret(asked.Client, asked.Secret);
var window = new WindowClient(http, signIn);
try
{
    await window.CheckSignIn();
}
catch (Exception reason) when (reason is ProblemException or HttpRequestException)
{
    Console.Error.WriteLine($"{asked.Client} cannot sign in: {reason.Message}");
    return 2;
}

try
{
    var lodged = (await window.Declarations.Lodge(asked.Declaration())).View;
    Console.WriteLine($"MRN {lodged.Mrn}");

    // The log as it is written, from its beginning; the first step of an agency's unit is the first that happens by itself.
    using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
    try
    {
        var step = await window.Declarations.Follow(lodged.Mrn, cancel: patience.Token).FirstAsync(logged => logged.Unit.Length > 0, patience.Token);
        Console.WriteLine($"event {step.Name} {step.Unit}");
    }
    catch (OperationCanceledException)
    {
        Console.WriteLine("event nothing yet");
    }
    Console.WriteLine($"state {(await window.Declarations.Get(lodged.Mrn)).State}");
    return 0;
}
catch (ProblemException refusal)
{
    Console.Error.WriteLine($"refused: {refusal.Status} {refusal.Problem.Title}");
    foreach (var error in refusal.Errors) Console.Error.WriteLine($"{error.Code} {error.Pointer} {error.Message}");
    return refusal.Status is 401 or 429 or >= 500 ? 2 : 1;
}
catch (Exception trouble) when (trouble is HttpRequestException or IOException)
{
    Console.Error.WriteLine($"not answered: {trouble.Message}");
    return 2;
}
