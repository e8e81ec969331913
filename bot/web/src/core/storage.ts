/** Browser storage that may be missing: private windows and blocked third-party frames throw on access. */

export interface Store {
  read<T>(key: string, fallback: T): T
  write(key: string, value: unknown): void
  remove(key: string): void
}

function storeOn(area: () => Storage): Store {
  return {
    read<T>(key: string, fallback: T): T {
      try {
        const kept = area().getItem(key)
        return kept === null ? fallback : (JSON.parse(kept) as T)
      } catch {
        return fallback
      }
    },
    write(key, value) {
      try {
        area().setItem(key, JSON.stringify(value))
      } catch {
        // The page works without a memory; it only forgets on reload.
      }
    },
    remove(key) {
      try {
        area().removeItem(key)
      } catch {
        // Nothing was kept.
      }
    },
  }
}

/** Lives as long as the tab. */
export const tabStore = storeOn(() => sessionStorage)
/** Lives on the device. */
export const deviceStore = storeOn(() => localStorage)
