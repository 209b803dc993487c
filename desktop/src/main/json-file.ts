import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** The object that a file holds, or an empty one when the file is absent or broken: neither may keep the app from opening. */
export function readJsonFile(path: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {}
  }
}

/** Replaces a file so that a crash leaves either the old or the new content. Only the person may read it. */
export function writeJsonFile(path: string, value: object): void {
  const draft = `${path}.draft`
  const file = openSync(draft, 'w', 0o600)
  try {
    writeFileSync(file, JSON.stringify(value, null, 2))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
}

/** The same for a list that is kept as well as the disk lets it: a full one holds up nothing that comes after. */
export function keepJsonFile(path: string, value: object, listed: string): void {
  try {
    writeJsonFile(path, value)
  } catch (error) {
    console.warn(`The list of ${listed} could not be kept.`, error)
  }
}
