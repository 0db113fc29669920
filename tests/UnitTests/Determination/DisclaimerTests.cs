// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Conditions;
using Xunit;

namespace Cbm.UnitTests.Determination;

public sealed class DisclaimerTests
{
    private const RequirementStatus Silent = RequirementStatus.NotApplicable;

    [Theory]
    // Obligation, its disclaimer, the fact, what is declared, its ID: what becomes of the rule.
    [InlineData("MUST", "Y900", "lmo=true", "", "", RequirementStatus.Required)]
    [InlineData("MUST", "Y900", "lmo=true", "Y900", "", RequirementStatus.Waived)]
    [InlineData("MUST", "Y900", "lmo=false", "Y900", "", Silent)]
    [InlineData("MUST", "Y900", "", "", "", RequirementStatus.Question)]
    [InlineData("MUST", "Y900", "", "Y900", "", Silent)]
    [InlineData("MUST", "Y900", "", "Y901", "", RequirementStatus.Question)]
    [InlineData("MUST", "Y900", "", "0DIS", "AGP-901", RequirementStatus.Question)]
    [InlineData("MUST", "", "lmo=true", "0DIS", "AGP-901", RequirementStatus.Required)]
    [InlineData("MUST", "", "", "0DIS", "AGP-901", RequirementStatus.Question)]
    [InlineData("MAY", "", "lmo=true", "0DIS", "AGP-901", RequirementStatus.Waived)]
    [InlineData("MAY", "", "lmo=true", "0DIS", "AGP-902", RequirementStatus.Required)]
    [InlineData("MAY", "0DIS", "", "0DIS", "agp-901", Silent)]
    [InlineData("MAY", "0DIS", "", "0DIS", "", RequirementStatus.Question)]
    [InlineData("PROHIBITED", "Y922", "lmo=true", "", "", RequirementStatus.Required)]
    [InlineData("PROHIBITED", "Y922", "", "", "", RequirementStatus.Question)]
    // A document that the rule accepts shows that it applies, also beside a disclaimer.
    [InlineData("MUST", "Y900", "", "C085", "", RequirementStatus.Required)]
    [InlineData("MUST", "Y900", "", "851", "", RequirementStatus.Required)]
    [InlineData("MUST", "Y900", "lmo=false", "C085", "", Silent)]
    [InlineData("MUST", "Y900", "", "N852", "", RequirementStatus.Question)]
    public void A_disclaimer_or_a_document_answers_what_is_not_known(
        string obligation, string disclaimer, string statement, string document, string id, RequirementStatus expected)
    {
        var rule = Catalogues.Rule(condition: "item.lmo == true");
        rule.Obligation = Enum.Parse<Obligation>(obligation, ignoreCase: true);
        rule.DisclaimerCode = disclaimer;
        var declaration = Goods.Import("120100");
        if (statement.Length > 0) declaration.Stating(statement);
        if (document.Length > 0) declaration.Carrying(document, id);
        Assert.Equal(expected, declaration.Determined(Catalogues.Of("XX", rule)).Status("AGP-901"));
    }

    [Fact]
    public void A_document_and_a_disclaimer_together_leave_the_gate_closed()
    {
        var rule = Catalogues.Rule(condition: "item.lmo == true");
        rule.DisclaimerCode = "Y900";
        var result = Goods.Import("120100").Carrying("C085").Carrying("Y900").Determined(Catalogues.Of("XX", rule));
        Assert.Equal(RequirementStatus.Required, result.Status("AGP-901"));
    }

    [Fact]
    public void A_code_that_names_a_kind_of_licence_shows_nothing_without_its_issuer()
    {
        // 911 is the growing-medium permit here; it says nothing of invasive species.
        var orchids = Goods.Import("060290").Named("Hedera helix").Stating("soilOrGrowingMedium=true");
        Assert.Equal(RequirementStatus.Question, orchids.Clone().Carrying("911").Determined().Status("AGP-023"));
        Assert.Equal(RequirementStatus.Required, orchids.Clone().Carrying("911", issuer: "Environment authority").Determined().Status("AGP-023"));
        Assert.Equal(RequirementStatus.Required, orchids.Clone().Carrying("C065").Determined().Status("AGP-023"));
    }

    [Fact]
    public void A_disclaimer_on_an_item_counts_for_it_alone_and_in_the_header_for_the_lead_unit_alone()
    {
        var two = Goods.Import("950300").And("950300").Carrying("Y922");
        Assert.Equal(RequirementStatus.Question, two.Determined().Status("AGV-025", 1));
        Assert.Equal(Silent, two.Determined().Status("AGV-025", 2));
        // The veterinary unit is not shown the header's documents.
        two.AdditionalDocument.Add(Goods.Document("Y922"));
        Assert.Equal(RequirementStatus.Question, two.Determined().Status("AGV-025", 1));
        two.AdditionalDocument.Add(Goods.Document("0DIS", "CUS-008"));
        Assert.Equal((Silent, Silent), (two.Determined().Status("CUS-008", 1), two.Determined().Status("CUS-008", 2)));
    }

    [Theory]
    // Unit of the rule, where the document stands, what it is: what becomes of a rule whose fact is missing.
    [InlineData("PLANT_HEALTH", "item", "C085", RequirementStatus.Required)]
    [InlineData("PLANT_HEALTH", "header", "C085", RequirementStatus.Question)]
    [InlineData("PLANT_HEALTH", "previous", "C085", RequirementStatus.Question)]
    [InlineData("PLANT_HEALTH", "header previous", "C085", RequirementStatus.Question)]
    [InlineData("PLANT_HEALTH", "transport", "851", RequirementStatus.Required)]
    [InlineData("CUSTOMS", "item", "C085", RequirementStatus.Required)]
    [InlineData("CUSTOMS", "header", "C085", RequirementStatus.Required)]
    [InlineData("CUSTOMS", "previous", "C085", RequirementStatus.Required)]
    [InlineData("CUSTOMS", "header previous", "C085", RequirementStatus.Required)]
    [InlineData("CUSTOMS", "transport", "851", RequirementStatus.Required)]
    // No previous document is a disclaimer, for whomever.
    [InlineData("PLANT_HEALTH", "item", "Y900", Silent)]
    [InlineData("PLANT_HEALTH", "header", "Y900", RequirementStatus.Question)]
    [InlineData("CUSTOMS", "header", "Y900", Silent)]
    [InlineData("CUSTOMS", "previous", "Y900", RequirementStatus.Question)]
    [InlineData("CUSTOMS", "header previous", "Y900", RequirementStatus.Question)]
    public void A_document_counts_for_the_units_that_are_shown_it(string unit, string place, string code, RequirementStatus expected)
    {
        var rule = Catalogues.Rule(condition: "item.lmo == true");
        (rule.Unit, rule.DisclaimerCode) = (unit, "Y900");
        var declaration = Goods.Import("120100");
        var (shipment, previous) = (declaration.GoodsShipment, new PreviousDocument { CategoryCode = code[..1], TypeCode = code[1..], Id = "1" });
        switch (place)
        {
            case "item": declaration.Carrying(code); break;
            case "header": declaration.AdditionalDocument.Add(Goods.Document(code)); break;
            case "previous": declaration.Last().PreviousDocument.Add(previous); break;
            case "header previous": shipment.PreviousDocument.Add(previous); break;
            default: shipment.Consignment = new Consignment { TransportContractDocument = { new TransportContractDocument { TypeCode = code, Id = "1" } } }; break;
        }

        Assert.Equal(expected, declaration.Determined(Catalogues.Of("XX", rule)).Status("AGP-901"));
    }

    [Theory]
    [InlineData("705")]
    [InlineData("N705")]
    public void A_bill_of_lading_is_declared_as_the_transport_contract_too(string asked)
    {
        var declaration = Goods.Import("950300");
        declaration.GoodsShipment.Consignment = new Consignment { TransportContractDocument = { new TransportContractDocument { TypeCode = "705", Id = "BL-1" } } };
        var found = AcceptedDocuments.Find([asked], DeclaredDocument.Of(declaration, declaration.Last()));
        Assert.Equal("BL-1", Assert.Single(found).Id);
    }

    [Fact]
    public void Any_document_of_a_code_may_speak_not_the_first_alone()
    {
        var orchids = Goods.Import("060290").Named("Hedera helix").Stating("soilOrGrowingMedium=true").Carrying("911", "growing medium");
        Assert.Equal(RequirementStatus.Required, orchids.Carrying("911", "alien", issuer: "Environment authority").Determined().Status("AGP-023"));
    }

    [Theory]
    // A code that rules of two units accept is no kind of licence for that: a phytosanitary certificate speaks for itself.
    [InlineData("851", RequirementStatus.Required)]
    [InlineData("2", RequirementStatus.Question)]
    [InlineData("811", RequirementStatus.Question)]
    [InlineData("911", RequirementStatus.Question)]
    public void Kinds_of_licence_are_the_three_of_the_brief(string code, RequirementStatus expected)
    {
        Requirement[] rules = [Catalogues.Rule(condition: "item.lmo == true"), Catalogues.Rule("VET-901", "item.lmo == true")];
        foreach (var rule in rules)
        {
            rule.Un1001.Clear();
            rule.Un1001.Add(code);
        }

        (rules[1].Unit, rules[1].Issuer) = ("VETERINARY", "Vet");
        Assert.Equal(expected, Goods.Import("120100").Carrying(code).Determined(Catalogues.Of("XX", rules)).Status("AGP-901"));
    }

    [Theory]
    [InlineData("654+911", "654", "")]
    [InlineData("654+911", "654 911", "654 911")]
    [InlineData("2;4", "4", "4")]
    [InlineData("N851;C085", "C085 N851", "N851")]
    [InlineData("853", "N853", "")]
    [InlineData("N853", "853", "")]
    public void Alternatives_are_answered_by_any_one_and_joined_codes_by_all(string alternatives, string declared, string expected)
    {
        List<DeclaredDocument> documents = [.. declared.Split(' ').Select(code => DeclaredDocument.Of(Goods.Document(code)))];
        Assert.Equal(expected, string.Join(' ', AcceptedDocuments.Find(alternatives.Split(';'), documents).Select(one => one.Code)));
    }

    [Fact]
    public void An_items_own_document_comes_before_the_headers()
    {
        var declaration = Goods.Import("060290").Carrying("N851", "own");
        declaration.AdditionalDocument.Add(Goods.Document("N851", "header"));
        var found = AcceptedDocuments.Find(["N851"], DeclaredDocument.Of(declaration, declaration.Last()));
        Assert.Equal("own", Assert.Single(found).Id);
    }
}
