// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Declarations.Documents;

/// <summary>Where documents are handed in and given out.</summary>
/// <param name="Intake">Takes them in.</param>
/// <param name="Reading">Gives them out.</param>
public sealed record DocumentDesk(DocumentIntake Intake, DocumentReading Reading);
