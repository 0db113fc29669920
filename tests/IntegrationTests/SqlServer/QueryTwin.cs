// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;

namespace Cbm.IntegrationTests.SqlServer;

/// <summary>Translates a query that was asked of SQLite for SQL Server, whose model has the same rows.</summary>
internal static class QueryTwin
{
    private static readonly MethodInfo Running = typeof(QueryTwin).GetMethod(nameof(Run), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The statements that SQL Server would be sent.</summary>
    public static IReadOnlyList<string> Statements(DbContext asked, Expression query)
    {
        var server = new NoServer();
        using var twin = ServerModels.Before(server, asked);
        var own = new Own(twin).Visit(query);
        var element = own.Type.IsGenericType && own.Type.GetInterfaces().Append(own.Type).FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IQueryable<>)) is { } rows
            ? typeof(IEnumerable<>).MakeGenericType(rows.GetGenericArguments())
            : own.Type;
        try
        {
            Running.MakeGenericMethod(element).Invoke(null, [twin, own]);
        }
        catch (TargetInvocationException failed) when (server.Statements.Count > 0 && failed.InnerException is not null)
        {
            // There are no rows, which not every query can bear; that it was sent is all that is asked here.
        }

        return server.Statements;
    }

    private static void Run<TResult>(DbContext twin, Expression query)
    {
        var context = twin.GetService<IQueryContextFactory>().Create();
        foreach (var parameter in Parameters.In(query))
        {
            context.Parameters[parameter.Name] = Some(parameter.Type);
        }

        var result = twin.GetService<IQueryCompilationContextFactory>().Create(async: false).CreateQueryExecutor<TResult>(query)(context);
        if (result is IEnumerable rows and not string)
        {
            foreach (var _ in rows)
            {
                break;
            }
        }
    }

    // Any value does: the text hardly depends on it.
    private static object? Some(Type type)
    {
        if (type == typeof(string))
        {
            return "";
        }

        var element = type.IsArray ? type.GetElementType() : type.GetInterfaces().Append(type)
            .FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
        if (element is not null && type != typeof(byte[]))
        {
            var array = Array.CreateInstance(element, 1);
            array.SetValue(Some(element), 0);
            return type.IsAssignableFrom(array.GetType()) ? array : Activator.CreateInstance(type.IsInterface ? typeof(HashSet<>).MakeGenericType(element) : type, array);
        }

        return type == typeof(byte[]) ? Array.Empty<byte>() : type.IsValueType ? Activator.CreateInstance(Nullable.GetUnderlyingType(type) ?? type) : null;
    }

    private sealed class Own(DbContext twin) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) => node is EntityQueryRootExpression root
            ? new EntityQueryRootExpression(twin.Model.FindEntityType(root.EntityType.Name) ?? throw new NotSupportedException($"{root.EntityType.Name} is not in the twin."))
            : base.VisitExtension(node);
    }

    private sealed class Parameters : ExpressionVisitor
    {
        private readonly List<QueryParameterExpression> _found = [];

        public static IReadOnlyList<QueryParameterExpression> In(Expression query)
        {
            var visitor = new Parameters();
            visitor.Visit(query);
            return visitor._found;
        }

        protected override Expression VisitExtension(Expression node)
        {
            if (node is QueryParameterExpression parameter)
            {
                _found.Add(parameter);
                return node;
            }

            return node is QueryRootExpression ? node : base.VisitExtension(node);
        }
    }
}
