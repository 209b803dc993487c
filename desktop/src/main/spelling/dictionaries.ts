import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { app } from 'electron'
import { config } from '../config.ts'

/** A dictionary of the machine, and what becomes of it for Chromium. */
export type FoundDictionary = {
  aff: string
  dic: string
  /** Chromium asks for the version that it was built with, one of these. */
  targets: string[]
  isReady: boolean
}

/** Where Linux distributions have dictionaries for all programs. */
const folders = ['/usr/share/hunspell', '/usr/share/myspell', '/usr/share/myspell/dicts']

/** The machine's dictionary of a language such as `en-US` or `ko`; its name may tell a country more. */
export function findDictionary(language: string): FoundDictionary | undefined {
  const pattern = new RegExp(`^${language.replace('-', '_')}(_[A-Z]{2})?\\.aff$`)
  const aff = [...config.dictionaryFolders, ...folders]
    .flatMap(listFiles)
    .find(path => pattern.test(basename(path)))
  const dic = aff?.replace(/aff$/, 'dic')
  if (!aff || !dic || !existsSync(dic)) return undefined
  const targets = ['3-0', '10-1'].map(version => join(ownFolder(), `${language}-${version}.bdic`))
  return { aff, dic, targets, isReady: targets.every(target => isNewer(target, dic)) }
}

function listFiles(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map(name => join(folder, name)) : []
}

/** Rejects when the dictionary cannot be read. Runs beside this process's own work: a second would be felt. */
export async function makeDictionary({ aff, dic, targets }: FoundDictionary): Promise<void> {
  mkdirSync(ownFolder(), { recursive: true })
  const worker = new Worker(join(import.meta.dirname, 'dictionary.worker.mjs'), {
    workerData: { aff, dic, targets },
  })
  await once(worker, 'exit')
}

const ownFolder = () => join(app.getPath('userData'), 'Dictionaries')

function isNewer(target: string, source: string): boolean {
  const made = statSync(target, { throwIfNoEntry: false })
  return made !== undefined && made.mtimeMs >= statSync(source).mtimeMs
}
