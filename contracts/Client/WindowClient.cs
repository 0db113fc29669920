// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Client;

/// <summary>The public surface of a window, for one caller. May be used by many threads at once.</summary>
public sealed class WindowClient
{
    private readonly Exchange exchange;

    /// <summary>A client of the window at the base address of the connection, which stays the caller's to close.</summary>
    /// <param name="http">The connection; what it sends by default (Accept-Language, say) is sent with every request.</param>
    /// <param name="signIn">Who calls; null: nobody in particular, who may ask what anyone may ask.</param>
    /// <param name="settings">How patient it is.</param>
    public WindowClient(HttpClient http, SignIn? signIn = null, ClientSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        exchange = new Exchange(http, signIn, settings ?? new ClientSettings());
        var calls = new Calls(exchange);
        Requirements = new RequirementCalls(calls);
        Declarations = new DeclarationCalls(calls);
        Reviews = new ReviewCalls(calls);
        Lpcos = new LpcoCalls(calls);
        Documents = new DocumentCalls(calls);
        Representations = new RepresentationCalls(calls);
        Webhooks = new WebhookCalls(calls);
        Codelists = new CodelistCalls(calls);
        Reads = new ReadCalls(calls);
        Schemas = new SchemaCalls(exchange);
    }

    /// <summary>Who regulates what, and what is asked of goods.</summary>
    public RequirementCalls Requirements { get; }

    /// <summary>Lodge, watch, amend, answer; release and audit trail.</summary>
    public DeclarationCalls Declarations { get; }

    /// <summary>An agency's officers at work.</summary>
    public ReviewCalls Reviews { get; }

    /// <summary>Licences, permits, certificates and other documents in an agency's register.</summary>
    public LpcoCalls Lpcos { get; }

    /// <summary>Papers as they are: PDF, JPEG, PNG, XML.</summary>
    public DocumentCalls Documents { get; }

    /// <summary>Who may act for whom.</summary>
    public RepresentationCalls Representations { get; }

    /// <summary>Events sent to an address of the subscriber's own.</summary>
    public WebhookCalls Webhooks { get; }

    /// <summary>Code lists in use.</summary>
    public CodelistCalls Codelists { get; }

    /// <summary>Who in office read what, and why.</summary>
    public ReadCalls Reads { get; }

    /// <summary>The form of declaration and response.</summary>
    public SchemaCalls Schemas { get; }

    /// <summary>Signs in now, where every call would do so by itself: whether the window knows the caller.</summary>
    /// <exception cref="ProblemException">It does not.</exception>
    public Task CheckSignIn(CancellationToken cancel = default) => exchange.Token(cancel).AsTask();
}
