/** Small preferences of this device that must be known before the first paint. A full or forbidden storage loses nothing else. */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`chatter.${key}`)
    else localStorage.setItem(`chatter.${key}`, value)
  } catch {
    // Private windows may refuse; the preference then lasts as long as the window.
  }
}

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`chatter.${key}`)
  } catch {
    return null
  }
}
