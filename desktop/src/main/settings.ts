import { join } from 'node:path'
import { app } from 'electron'
import { readJsonFile, writeJsonFile } from './json-file.ts'

/** What the app remembers by itself: where its window was, and what was chosen. Each concern judges its own part. */
type SettingName = 'window' | 'theme' | 'chosenLanguage'

let settings: Record<string, unknown> | undefined

/** What was remembered, to be checked by the reader: people edit files, and older versions wrote other things. */
export function readSetting(name: SettingName): unknown {
  settings ??= readJsonFile(settingsFile())
  return settings[name]
}

export function writeSetting(name: SettingName, value: unknown): void {
  if (JSON.stringify(readSetting(name)) === JSON.stringify(value)) return
  settings = { ...settings, [name]: value }
  writeJsonFile(settingsFile(), settings)
}

const settingsFile = () => join(app.getPath('userData'), 'settings.json')
