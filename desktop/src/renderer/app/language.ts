import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { languageTag, speak, usePreferences } from '../features/preferences/preferences.ts'
import { en, ko } from './texts.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
  }
}

/** Speaks the chosen language, or the system's, from the first paint on. */
export async function setupLanguage(locales: readonly string[]): Promise<void> {
  const tag = languageTag(usePreferences.getState().language, locales)
  await i18next.use(initReactI18next).init({
    lng: tag,
    fallbackLng: 'en',
    resources: { en: { translation: en }, ko: { translation: ko } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  await speak(tag)
}
