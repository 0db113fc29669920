// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cbm.Declarations.Documents;

/// <summary>Where documents are handed in and given out.</summary>
/// <param name="Intake">Takes them in.</param>
/// <param name="Reading">Gives them out.</param>
public sealed record DocumentDesk(DocumentIntake Intake, DocumentReading Reading);

/// <summary>What the service needs for documents.</summary>
public static class DocumentServices
{
    /// <summary>Adds the desk, its folder beside the database, and what tidies that folder at the start.</summary>
    public static void AddDocuments(this WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        var limits = DocumentLimits.Of(configuration);
        var scanner = Scanners.Of(configuration);
        services.AddSingleton(new DocumentFolder(Path.GetFullPath(Path.Combine(configuration["Data:Folder"] ?? ".data", "documents"))));
        services.AddSingleton<DocumentReading>();
        services.AddHostedService<DocumentTidying>();
        services.AddSingleton(all => new DocumentDesk(
            new DocumentIntake(
                all.GetRequiredService<DocumentFolder>(),
                limits,
                new UploadSlots(limits),
                scanner,
                all.GetRequiredService<Writer<DeclarationsContext>>(),
                all.GetRequiredService<IDbContextFactory<DeclarationsContext>>(),
                all.GetRequiredService<TimeProvider>()),
            all.GetRequiredService<DocumentReading>()));
    }
}
