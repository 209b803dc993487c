/** Who has whom on screen. */
export type Watchers = ReturnType<typeof createWatchers>

export function createWatchers() {
  const watched = new Map<string, readonly number[]>()
  const devices = new Map<number, Set<string>>()

  function forget(device: string) {
    for (const accountId of watched.get(device) ?? []) {
      const those = devices.get(accountId)
      those?.delete(device)
      if (those?.size === 0) devices.delete(accountId)
    }
    watched.delete(device)
  }

  return {
    /** From now on the device watches these people, and nobody else. Returns whether it never watched anybody before. */
    watch(device: string, accountIds: readonly number[]): boolean {
      const isNew = !watched.has(device)
      forget(device)
      watched.set(device, accountIds)
      for (const accountId of accountIds) {
        const those = devices.get(accountId)
        if (those) those.add(device)
        else devices.set(accountId, new Set([device]))
      }
      return isNew
    },
    forget,
    of: (accountId: number): Iterable<string> => devices.get(accountId) ?? [],
  }
}
