// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;
using Cbm.Contracts.Conditions;
using Cbm.Contracts.Profiles;
using Cbm.Declarations.Determination;
using Cbm.Declarations.Mandates;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Grpc.Core;

namespace Cbm.Declarations.Queries;

/// <summary>What anybody may ask without signing in (RKC 9.1): who regulates what, and what would be asked of these goods.</summary>
public sealed class PublicQueries(MandateBook mandates, AgencyClients agencies, TimeProvider clock)
{
    // That a declaration is not whole is no fault of a question about it.
    private const string NotThere = "SWR010";

    /// <summary>An agency's requirements under the running profile, narrowed by HS code, origin and direction where these are named.</summary>
    public RequirementList Requirements(ListRequirementsRequest request)
    {
        var code = request.Agency.ToUpperInvariant();
        if (!mandates.Agencies.Contains(code))
        {
            throw Refusal.NotFound("agency");
        }

        if (!mandates.Heard.TryGetValue(code, out var heard))
        {
            throw Refusal.Unavailable($"The window has not yet heard from {code}.");
        }

        var (hs, origin, direction) = (GoodsCode.Digits(request.Hs), request.Origin.Trim().ToUpperInvariant(), request.Direction.Trim().ToUpperInvariant());
        var faults = new List<Fault>();
        if (hs.Length == 0 && request.Hs.Trim().Length > 0)
        {
            faults.Add(new Fault { Code = "SWR021", Path = "hs", Message = "Give the HS code, or its beginning, in digits." });
        }

        if (origin.Length > 0 && !CodeList.Country.Contains(origin))
        {
            faults.Add(new Fault { Code = "SWR021", Path = "origin", Message = $"{origin} is no ISO 3166-1 country code." });
        }

        if (direction is not ("" or "IM" or "EX" or "TR"))
        {
            faults.Add(new Fault { Code = "SWR021", Path = "direction", Message = "Say IM, EX or TR." });
        }

        faults.RefuseIfAny();

        var list = new RequirementList { CatalogueVersion = heard.Mandate.Version };
        list.Requirements.AddRange(heard.Mandate.Requirements.Where(rule => mandates.Profile.Has(rule.Id)
            && (direction.Length == 0 || rule.Direction == direction)
            && (hs.Length == 0 || RuleScope.CoversHs(rule, hs))
            && (origin.Length == 0 || RuleScope.CoversOrigin(rule, origin))));
        return list;
    }

    /// <summary>What would be asked; every fault of the query, of its form and of its content, at once.</summary>
    public RequirementAnswer Query(RequirementQuery query, ReadFaults form)
    {
        List<Fault> faults = query.Declaration is { } declared
            ? [.. form.Faults.Where(fault => fault.Code != NotThere), .. QueryCheck.Faults(declared)]
            : [.. form.Faults, .. QueryCheck.Faults(query)];
        if (faults.Count > 0)
        {
            throw Refusal.Invalid(faults);
        }

        var named = query.Profile.Trim();
        var profile = named.Length == 0 ? mandates.Profile.Code : Profile.Load(named).Code;
        var (catalogue, today) = (mandates.CatalogueOf(profile), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        if (query.Declaration is not { } tree)
        {
            return RequirementDetermination.Query(query, catalogue, today);
        }

        var determined = RequirementDetermination.Determine(tree, catalogue, today);
        var answer = new RequirementAnswer { Profile = catalogue.Profile.Code, CatalogueVersion = catalogue.Version };
        answer.Requirements.AddRange(determined.Requirements);
        return answer;
    }

    /// <summary>The code lists in use by name, the error catalogue among them.</summary>
    public static CodelistIndex Lists() => new()
    {
        Lists =
        {
            new CodelistName { List = "errors", Title = "Errors and warnings" },
            CodeList.Names.Select(name => new CodelistName { List = name, Title = CodeList.Named(name).Title }),
        },
    };

    /// <summary>A code list in use; errors is the catalogue of errors.</summary>
    public static Codelist List(string name)
    {
        var list = new Codelist { List = name };
        if (name.Equals("errors", StringComparison.OrdinalIgnoreCase))
        {
            list.Codes.AddRange(ErrorCatalogue.Titles.Select(error => new CodelistEntry { Code = error.Key, Description = error.Value }));
            return list;
        }

        var known = CodeList.Find(name) ?? throw Refusal.NotFound("code list");
        list.Codes.AddRange(known.Codes.Select(entry => new CodelistEntry { Code = entry.Key, Description = entry.Value }));
        return list;
    }

    /// <summary>Whether any agency's register holds a valid LPCO of that issuer and number. An agency that is away: 503, never «unknown».</summary>
    public async Task<LpcoVerification> Verify(VerifyLpcoRequest request, CancellationToken cancel)
    {
        LpcoVerification[] answers;
        try
        {
            answers = await Task.WhenAll(mandates.Agencies.Select(agency => agencies.Verify(agency, request, cancel)));
        }
        catch (RpcException) when (!cancel.IsCancellationRequested)
        {
            throw Refusal.Unavailable("One of the registers cannot be asked now.");
        }

        return answers.OrderByDescending(answer => answer.Valid).ThenByDescending(answer => answer.Known).First();
    }
}
