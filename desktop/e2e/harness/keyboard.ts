/** Real keys, through the desktop's own input methods. */
import { setTimeout as sleep } from 'node:timers/promises'
import { run, startProcess, waitUntil } from '../../../scripts/lib/processes.ts'
import { program } from '../../../scripts/lib/services.ts'
import { findDesk, onDesk } from './desk.ts'
import { afterTests, newFolder } from './leftovers.ts'

export type InputMethod = {
  /** For the app that is to be typed into. */
  env: Record<string, string>
  /** Types in another way from now on, for example "hangul". */
  choose(engine: string): Promise<void>
}

/** Starts ibus, with settings of its own. */
export async function startInputMethod(): Promise<InputMethod> {
  const folder = await newFolder('ibus')
  const env = {
    ...(await findDesk()),
    XDG_CONFIG_HOME: folder,
    XDG_CACHE_HOME: folder,
    GSETTINGS_BACKEND: 'memory',
    GTK_IM_MODULE: 'ibus',
    // Engines are programs of the system, for its own interpreters.
    PATH: `/usr/bin:${process.env.PATH}`,
  }
  const parts = ['--panel=disable', '--emoji-extension=disable', '--config=/usr/libexec/ibus-memconf']
  const daemon = await startProcess(program('ibus-daemon'), parts, { env })
  afterTests(() => daemon.stop())
  const ibus = (...args: string[]) => run(program('ibus'), args, { env })
  await waitUntil('ibus', async () => /^unix:/.test(await ibus('address')), daemon)
  return {
    env,
    async choose(engine) {
      // It complains where it cannot change the keyboard's layout as well, which is not needed.
      await ibus('engine', engine).catch(() => '')
      await waitUntil(engine, async () => (await ibus('engine')) === engine)
    },
  }
}

/** Presses keys one after the other, as a quick typist does. Names are those of xdotool: `a`, `Return`, `shift+Return`. */
export async function press(...keys: string[]): Promise<void> {
  await onDesk('xdotool', 'key', '--delay', '25', ...keys)
  // What the last key does passes through three processes.
  await sleep(150)
}

/** Presses the keys of these letters. */
export const typeKeys = (letters: string) => press(...letters)
