import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'

const stops: (() => Promise<unknown>)[] = []

/** Promises that `stop` runs when all tests of the file are through; what was started last is stopped first. */
export function afterTests(stop: () => Promise<unknown>): void {
  stops.push(stop)
}

/** A new folder that is removed after the tests. */
export async function newFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `chatter-${name}-`))
  afterTests(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

after(async () => {
  for (const stop of stops.reverse()) await stop()
})
