// SPDX-License-Identifier: Apache-2.0
namespace Cbm.ServiceDefaults.Storage;

/// <summary>The file of a service's store is damaged: the service does not start on it. The message says which file, what is wrong and what to do.</summary>
public sealed class DamagedStoreException(string path, string fault)
    : Exception($"The store {path} is damaged ({fault}). The service does not start on it. Put back the last good copy, without the -wal and -shm files beside it; what its partners know it then hears again from them.");
