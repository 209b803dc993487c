import { app } from 'electron'
import { readSetting, writeSetting } from './settings.ts'
import type { Language } from './words.ts'

type Listener = (language: Language) => void
const listeners = new Set<Listener>()

/** What the person chose in the app, else the first of the system's languages that the app speaks. */
export function currentLanguage(): Language {
  const primary = preferredLocales().map(locale => locale.split('-')[0])
  const known = primary.find(language => language === 'ko' || language === 'en')
  return known === 'ko' ? 'ko' : 'en'
}

/** BCP 47 tags, best first. */
export function preferredLocales(): string[] {
  const chosen = chosenLanguage()
  const system = app.getPreferredSystemLanguages().map(tag => tag.replaceAll('_', '-'))
  const usual = system.length > 0 ? system : [app.getLocale() || 'en']
  if (!chosen) return usual
  return [...new Set([...usual.filter(tag => tag.split('-')[0] === chosen), chosen, ...usual])]
}

export function chooseLanguage(language: Language): void {
  writeSetting('language', language)
  for (const listener of listeners) listener(language)
}

export function onLanguageChosen(listener: Listener): void {
  listeners.add(listener)
}

function chosenLanguage(): Language | undefined {
  const remembered = readSetting('language')
  return remembered === 'ko' || remembered === 'en' ? remembered : undefined
}
