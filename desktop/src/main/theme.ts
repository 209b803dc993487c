import { nativeTheme } from 'electron'
import { readSetting, writeSetting } from './settings.ts'

const themes = ['system', 'light', 'dark'] as const
type Theme = (typeof themes)[number]

/** Colours what the system draws, and the page's `prefers-color-scheme`, as it was chosen. */
export function setupTheme(): void {
  nativeTheme.themeSource = chosenTheme()
}

export function chosenTheme(): Theme {
  const remembered = readSetting('theme')
  return themes.find(theme => theme === remembered) ?? 'system'
}

export function chooseTheme(theme: Theme): void {
  nativeTheme.themeSource = theme
  writeSetting('theme', theme)
}
