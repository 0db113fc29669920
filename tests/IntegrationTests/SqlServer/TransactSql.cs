// SPDX-License-Identifier: Apache-2.0
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Cbm.IntegrationTests.SqlServer;

/// <summary>Whether a text is Transact-SQL, by the grammar of SQL Server 2022.</summary>
internal static class TransactSql
{
    /// <summary>What is wrong with it; nothing where it parses.</summary>
    public static IReadOnlyList<string> Errors(string text)
    {
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out var errors);
        return [.. errors.Select(error => $"line {error.Line}: {error.Message}")];
    }
}
