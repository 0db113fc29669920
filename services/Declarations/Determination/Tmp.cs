// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
namespace Cbm.Declarations.Determination;
public static class Answering { public static IEnumerable<Fault> Apply(Declaration t, Question q, Answer a, string path)=>[]; }
