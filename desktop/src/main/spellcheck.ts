import { constants, copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, session } from 'electron'
import { onLanguageChosen, preferredLocales } from './language.ts'
import { spellingLanguages } from './spelling-languages.ts'

/** Where Linux distributions put dictionaries in Chromium's form. */
const sources = [
  '/usr/share/hunspell-bdic',
  '/usr/share/qt6/qtwebengine_dictionaries',
  '/usr/share/qt5/qtwebengine_dictionaries',
]

/**
 * Checks spelling in the person's languages. macOS and Windows bring their own dictionaries. On Linux, Chromium would
 * fetch them from its maker; Chatter calls nobody but its server, so it takes those that the machine has.
 */
export function setupSpellcheck(): void {
  if (process.platform === 'darwin') return
  if (process.platform === 'linux')
    session.defaultSession.setSpellCheckerDictionaryDownloadURL('http://127.0.0.1:9/')
  const choose = () => {
    const wanted = spellingLanguages(
      preferredLocales(),
      session.defaultSession.availableSpellCheckerLanguages,
    )
    session.defaultSession.setSpellCheckerLanguages(
      process.platform === 'linux' ? wanted.filter(provide) : wanted,
    )
  }
  choose()
  onLanguageChosen(choose)
}

/** Copies a dictionary to where Chromium looks for it. Answers whether one is there. */
function provide(language: string): boolean {
  const name = language.replace('-', '_')
  const files = sources.flatMap(folder => [join(folder, `${name}.bdic`), join(folder, `${language}.bdic`)])
  const source = files.find(existsSync)
  if (!source) return false
  const folder = join(app.getPath('userData'), 'Dictionaries')
  mkdirSync(folder, { recursive: true })
  // Chromium asks for the version that it was built with, one of these two.
  for (const version of ['3-0', '10-1']) {
    const target = join(folder, `${language}-${version}.bdic`)
    if (!existsSync(target)) copyFileSync(source, target, constants.COPYFILE_EXCL)
  }
  return true
}
