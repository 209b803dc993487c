import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A digest of the contents of these files and folders; tests are left out. It changes when one of them does. */
export async function fingerprint(folder: string, names: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const name of names) {
    for (const path of await filesOf(join(folder, name))) {
      hash
        .update(path.slice(folder.length))
        .update('\0')
        .update(await readFile(path))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

async function filesOf(path: string): Promise<string[]> {
  const about = await stat(path).catch(() => undefined)
  if (!about) return []
  if (about.isFile()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
  return files.map(entry => join(entry.parentPath, entry.name)).sort()
}
