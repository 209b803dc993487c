/** Where a download lies: beside its place while it comes, and then there, without ever taking another file's. */
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { numbered } from './names.ts'

/** Makes an empty file for what comes, and returns its path. Its name says what will become of it. */
export async function makePart(folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  return reserve(folder, name, '.part')
}

/** Gives a file that is whole its name, and returns its path. */
export async function settlePart(
  part: string,
  folder: string,
  name: string,
  move: typeof rename = rename,
): Promise<string> {
  await mkdir(folder, { recursive: true })
  // Taken first, so that nobody else has the name when the file is moved over it.
  const path = await reserve(folder, name, '')
  try {
    await move(part, path).catch(error => {
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
      return copyOver(part, path, folder, name)
    })
    return path
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

/** What lies on another disk is copied beside its place first: under its name is never a half of it. */
async function copyOver(part: string, path: string, folder: string, name: string) {
  const near = await reserve(folder, name, '.part')
  try {
    await copyFile(part, near)
    await rename(near, path)
  } catch (error) {
    await rm(near, { force: true })
    throw error
  }
  await rm(part, { force: true })
}

export async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isFile(),
    () => false,
  )
}

async function reserve(folder: string, name: string, ending: string): Promise<string> {
  for (let n = 1; ; n++) {
    const path = join(folder, numbered(name, n) + ending)
    try {
      await (await open(path, 'wx', 0o644)).close()
      return path
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || n === 9_999) throw error
    }
  }
}
