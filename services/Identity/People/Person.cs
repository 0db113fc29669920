// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Identity;

namespace Cbm.Identity.People;

/// <summary>A person who signs in by name and password. What tokens say of it (name, role, party, agency, unit, represents) are its claims.</summary>
public sealed class Person : IdentityUser;
