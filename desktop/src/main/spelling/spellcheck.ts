import { session } from 'electron'
import { onLanguageChosen, preferredLocales } from '../language.ts'
import { findDictionary, makeDictionary } from './dictionaries.ts'
import { spellingLanguages } from './languages.ts'

const isLinux = process.platform === 'linux'

/**
 * Checks spelling in the person's languages. macOS and Windows bring their own dictionaries. On Linux, Chromium would
 * fetch them from its maker; Chatter calls nobody but its server, so it takes those that the machine has for other
 * programs. Must happen before the window, which would ask for them.
 */
export function setupSpellcheck(): void {
  if (process.platform === 'darwin') return
  if (isLinux) session.defaultSession.setSpellCheckerDictionaryDownloadURL('http://127.0.0.1:9/')
  checkWhatIsReady()
  onLanguageChosen(() => void makeDictionaries())
}

/** Makes the dictionaries that are still missing, which takes a while, and uses them from then on. */
export async function makeDictionaries(): Promise<void> {
  const missing = isLinux
    ? wantedLanguages()
        .map(findDictionary)
        .filter(found => found?.isReady === false)
    : []
  for (const dictionary of missing) await makeDictionary(dictionary!).catch(error => console.warn(`${error}`))
  checkWhatIsReady()
}

function checkWhatIsReady() {
  const wanted = wantedLanguages()
  session.defaultSession.setSpellCheckerLanguages(
    isLinux ? wanted.filter(language => findDictionary(language)?.isReady) : wanted,
  )
}

function wantedLanguages(): string[] {
  return spellingLanguages(preferredLocales(), session.defaultSession.availableSpellCheckerLanguages)
}
