// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Declarations.Validation;

/// <summary>What a declaration is judged against: the country of the running profile (ISO 3166; FI where the profile is XX), the time now, and the MRN that it has already (empty: a new one has none).</summary>
public sealed record ValidationContext(string Country, DateTimeOffset Now, string Mrn = "");
