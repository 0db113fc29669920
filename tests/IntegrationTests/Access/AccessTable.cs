// SPDX-License-Identifier: Apache-2.0
namespace Cbm.IntegrationTests.Access;

/// <summary>
/// Who may call what, in one list. «may»: not refused for who calls; 401, 403 or 404 otherwise. The declaration asked about is
/// FI1234567-8's, as is the subscription, and Customs and Plant Health have a part in it; the agency asked is AGRICULTURE, the review Plant Health's.
/// </summary>
internal static class AccessTable
{
    /// <summary>The kinds of caller, in the order of the columns.</summary>
    public static readonly string[] Callers =
    [
        "nobody", "trader", "other trader", "agent", "agent without mandate", "customs officer", "plant officer", "vet officer",
        "standards officer", "supervisor", "coordinator", "carrier", "auditor", "admin", "service", "expired", "other audience",
        "other issuer", "other key", "role unknown",
    ];

    /// <summary>A row for every operation of the contract that is for people.</summary>
    public const string Rows = """
        #                    nobo trad othe agen no-m cust plan vet  stan supe coor carr audi admi serv expi audi issu key  role
        ListAgencies         may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may
        ListRequirements     may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may
        QueryRequirements    may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may
        ListCodelists        may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may
        GetCodelist          may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may
        VerifyLpco           may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may  may
        ValidateDeclaration  401  may  403  may  403  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        LodgeDeclaration     401  may  403  may  403  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        ListDeclarations     401  may  may  may  may  may  may  may  may  may  may  403  403  403  403  401  401  401  401  403
        GetDeclaration       401  may  404  may  404  may  may  404  404  may  may  403  403  403  403  401  401  401  401  403
        AmendDeclaration     401  may  404  may  404  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        CancelDeclaration    401  may  404  may  404  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        NotifyArrival        401  may  404  may  404  may  403  403  403  403  403  may  403  403  403  401  401  401  401  403
        AnswerQuestions      401  may  404  may  404  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        ListSlices           401  may  404  may  404  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        ListResponses        401  may  404  may  404  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        ListEvents           401  may  404  may  404  may  may  404  404  may  may  403  may  403  403  401  401  401  401  403
        GetRelease           401  403  403  403  403  403  403  403  403  403  403  may  403  403  403  401  401  401  401  403
        GetAudit             401  403  403  403  403  403  403  403  403  403  403  403  may  403  403  401  401  401  401  403
        ListReads            401  403  403  403  403  403  403  403  403  403  403  403  may  403  403  401  401  401  401  403
        UploadDocument       401  may  may  may  may  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        GetDocument          401  may  404  may  404  may  may  404  404  may  403  403  403  403  403  401  401  401  401  403
        GiveRepresentation   401  may  may  403  403  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        GetRepresentation    401  may  404  may  404  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        ListRepresentations  401  may  may  may  may  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        EndRepresentation    401  may  404  may  404  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        ListWebhooks         401  may  may  may  may  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        CreateWebhook        401  may  may  may  may  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        GetWebhook           401  may  404  404  404  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        DeleteWebhook        401  may  404  404  404  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        PingWebhook          401  may  404  404  404  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        RotateWebhookSecret  401  may  404  404  404  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        ListWebhookDeliveries 401  may  404  404  404  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        RedeliverWebhook     401  may  404  404  404  403  403  403  403  403  403  403  403  403  403  401  401  401  401  403
        ListReviews          401  403  403  403  403  404  may  may  404  may  403  403  403  403  403  401  401  401  401  403
        GetReview            401  403  403  403  403  404  may  404  404  may  403  403  403  403  403  401  401  401  401  403
        TakeReview           401  403  403  403  403  404  may  404  404  403  403  403  403  403  403  401  401  401  401  403
        ReturnReview         401  403  403  403  403  404  may  404  404  may  403  403  403  403  403  401  401  401  401  403
        RequestInformation   401  403  403  403  403  404  may  404  404  403  403  403  403  403  403  401  401  401  401  403
        Decide               401  403  403  403  403  404  may  404  404  403  403  403  403  403  403  401  401  401  401  403
        ListLpcos            401  403  403  403  403  404  may  may  404  may  403  403  403  403  403  401  401  401  401  403
        RegisterLpco         401  403  403  403  403  404  may  404  404  403  403  403  403  403  403  401  401  401  401  403
        ListReviewReads      401  403  403  403  403  403  403  403  403  may  403  403  may  403  403  401  401  401  401  403
        WithdrawLpco         401  403  403  403  403  404  may  404  404  403  403  403  403  403  403  401  401  401  401  403
        """;

    /// <summary>Who calls what services say to each other: the agency asked, or spoken for, is AGRICULTURE.</summary>
    public static readonly string[] Between = ["nobody", "trader", "officer", "admin", "service", "window", "agency", "another agency", "other key"];

    /// <summary>A row for every operation between services; «service» has the role and says not which it is.</summary>
    public const string RowsBetween = """
        #                    nobo trad offi admi serv wind agen anot key
        GetMandate           401  403  403  403  403  may  403  403  401
        VerifyLpco           401  403  403  403  403  may  403  403  401
        ExchangeMarks        401  403  403  403  403  403  may  403  401
        CompareReviews       401  403  403  403  403  403  may  403  401
        slice-lodged         401  403  403  403  403  may  403  403  401
        declaration-changed  401  403  403  403  403  may  403  403  401
        agency-reported      401  403  403  403  403  403  may  403  401
        """;

    /// <summary>Operation → caller → what is expected.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Expected { get; } = Read(Rows, Callers);

    /// <summary>The same between services.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> ExpectedBetween { get; } = Read(RowsBetween, Between);

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Read(string rows, string[] callers) => rows.Split('\n')
        .Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Where(cells => cells[0] != "#")
        .ToDictionary(
            cells => cells[0],
            cells => (IReadOnlyDictionary<string, string>)callers.Zip(cells[1..]).ToDictionary(cell => cell.First, cell => cell.Second));
}
