const darkSystem = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null

/** Paints the page light or dark: as was chosen, else as the system is. */
export function showTheme(chosen: string | null): void {
  const isDark = chosen === 'dark' || (chosen !== 'light' && darkSystem?.matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
}

/** Calls when the system turns light or dark. */
export function onSystemTheme(listener: () => void): void {
  darkSystem?.addEventListener('change', listener)
}
