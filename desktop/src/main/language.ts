import { app } from 'electron'
import type { LanguageChoice } from '../bridge/bridge.ts'
import { readSetting, writeSetting } from './settings.ts'
import type { Language } from './words.ts'

type Listener = () => void
const listeners = new Set<Listener>()

/** What the person chose in the app, else the first of the system's languages that the app speaks. */
export function currentLanguage(): Language {
  const primary = preferredLocales().map(locale => locale.split('-')[0])
  const known = primary.find(language => language === 'ko' || language === 'en')
  return known === 'ko' ? 'ko' : 'en'
}

/** BCP 47 tags, best first: the chosen language goes before those of the system. */
export function preferredLocales(): string[] {
  const system = systemLocales()
  const chosen = chosenLanguage()
  if (chosen === 'system') return system
  return [...new Set([...system.filter(tag => tag.split('-')[0] === chosen), chosen, ...system])]
}

/** BCP 47 tags that the person prefers in their system, best first. */
export function systemLocales(): string[] {
  const tags = app.getPreferredSystemLanguages().map(tag => tag.replaceAll('_', '-'))
  return tags.length > 0 ? tags : [app.getLocale() || 'en']
}

/** Kept for the next start, as `system` too, which then follows the system wherever it goes. */
export function chooseLanguage(language: LanguageChoice): void {
  if (language === chosenLanguage()) return
  writeSetting('chosenLanguage', language)
  for (const listener of listeners) listener()
}

export function onLanguageChosen(listener: Listener): void {
  listeners.add(listener)
}

function chosenLanguage(): LanguageChoice {
  const remembered = readSetting('chosenLanguage')
  return remembered === 'ko' || remembered === 'en' ? remembered : 'system'
}
