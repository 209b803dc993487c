import { availableParallelism } from 'node:os'
import { Trouble } from '../lib/ending.ts'
import { run } from '../lib/processes.ts'
import { program } from '../lib/services.ts'

/** The server and its database have one core, the load generator another, so that neither takes from the other. */
export const generatorCore = '0'
export const serverCore = '1'
export const allCores = `0-${availableParallelism() - 1}`

/** Moves this process with all its threads to the generator's core. */
export async function moveToGeneratorCore(): Promise<void> {
  if (process.platform !== 'linux' || availableParallelism() < 2)
    throw new Trouble('The bench needs Linux with two processors: one for the server, one for the load.')
  await moveTo(generatorCore)
}

/**
 * What is started meanwhile, with every process that it starts itself, may run anywhere: whatever we start stays where we
 * stand, and to move it afterwards does not move its children.
 */
export async function onAllCores<Started>(start: () => Promise<Started>): Promise<Started> {
  await moveTo(allCores)
  try {
    return await start()
  } finally {
    await moveTo(generatorCore)
  }
}

async function moveTo(cores: string): Promise<void> {
  await run(program('taskset'), ['-apc', cores, `${process.pid}`])
}

/** The command line that starts a program on a core. */
export function onCore(core: string, command: string[]): [string, string[]] {
  return [program('taskset'), ['-c', core, ...command]]
}
