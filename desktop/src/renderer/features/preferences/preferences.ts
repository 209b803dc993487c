/** How this device looks and speaks. Kept in this page's storage, so that the first paint is right already. */
import i18next from 'i18next'
import { create } from 'zustand'
import type { Environment, LanguageChoice } from '../../../bridge/bridge.ts'
import { recall, remember } from '../../lib/storage.ts'
import { onSystemTheme, showTheme } from '../../lib/theme.ts'

export type Theme = Environment['theme']
export const themes = ['system', 'light', 'dark'] as const satisfies Theme[]

export type Language = LanguageChoice
export const languages = ['system', 'ko', 'en'] as const satisfies Language[]

type Preferences = { theme: Theme; language: Language }

export const usePreferences = create<Preferences>(() => ({
  theme: oneOf(themes, recall('theme')) ?? 'system',
  language: oneOf(languages, recall('language')) ?? 'system',
}))

function oneOf<Choice extends string>(choices: readonly Choice[], wanted: string | null): Choice | undefined {
  return choices.find(choice => choice === wanted)
}

/** Follows the system, or what was chosen, from now on. */
export function setupAppearance(): void {
  const show = () => showTheme(usePreferences.getState().theme)
  show()
  onSystemTheme(show)
}

export function chooseTheme(theme: Theme): void {
  remember('theme', theme)
  usePreferences.setState({ theme })
  showTheme(theme)
  void window.bridge.ask('theme:choose', { theme })
}

/**
 * The language tag to speak: the chosen language, else the system's first that we know, with the region that the system
 * prefers for it, because times and numbers are written differently in en-GB and en-US.
 */
export function languageTag(language: Language, locales: readonly string[]): string {
  const spoken = (tag: string) => tag.split('-')[0]!.toLowerCase()
  if (language !== 'system') return locales.find(tag => spoken(tag) === language) ?? language
  return locales.find(tag => spoken(tag) === 'ko' || spoken(tag) === 'en') ?? 'en'
}

export function chooseLanguage(language: Language, locales: readonly string[]): void {
  remember('language', language)
  usePreferences.setState({ language })
  void window.bridge.ask('language:choose', { language })
  void speak(languageTag(language, locales))
}

/** Tells the page which language is spoken now. */
export async function speak(tag: string): Promise<void> {
  if (i18next.language !== tag) await i18next.changeLanguage(tag)
  document.documentElement.lang = tag.startsWith('ko') ? 'ko' : 'en'
}
