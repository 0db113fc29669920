// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Google.Protobuf.Reflection;

namespace Cbm.Declarations.Validation;

/// <summary>Where a visit of the tree stands (index -1: not in a list); turned into a path only where something is found.</summary>
internal sealed record Place(Place? Above, FieldDescriptor? Field, int Index)
{
    /// <summary>The path of the element that stands here.</summary>
    public ElementPath ToPath() =>
        Above is null ? ElementPath.Root(Declaration.Descriptor) : Above.ToPath().Child(Field!, Index < 0 ? null : Index);
}
