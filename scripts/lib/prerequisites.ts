import { existsSync, globSync } from 'node:fs'
import { Trouble } from './ending.ts'
import { run } from './processes.ts'
import { progress } from './progress.mjs'
import { program } from './services.ts'

interface Part {
  /** Debian's package. */
  debian: string
  isThere: () => Promise<boolean> | boolean
}

const programPart = (debian: string, name = debian): Part => ({
  debian,
  isThere: () => existsSync(program(name)),
})
const libraryPart = (debian: string, name: string): Part => ({
  debian,
  isThere: async () => (await libraries()).includes(name),
})
const fontPart = (debian: string, pattern: string): Part => ({
  debian,
  isThere: async () => (await fonts(pattern)) !== '',
})

/** What tests and measurements need from the system, beside npm's packages. */
const parts = {
  databases: [programPart('mariadb-server', 'mariadbd'), programPart('redis-server')],
  screen: [
    programPart('xvfb', 'Xvfb'),
    programPart('openbox'),
    programPart('dbus', 'dbus-daemon'),
    programPart('dunst'),
    programPart('libnotify-bin', 'notify-send'),
    programPart('xdotool'),
    programPart('imagemagick', 'import'),
    programPart('ibus', 'ibus-daemon'),
    { debian: 'ibus-hangul', isThere: () => existsSync('/usr/share/ibus/component/hangul.xml') },
    { debian: 'ibus-anthy', isThere: () => existsSync('/usr/share/ibus/component/anthy.xml') },
    { debian: 'ibus-gtk3', isThere: () => globSync('/usr/lib/*/gtk-3.0/*/immodules/im-ibus.so').length > 0 },
    libraryPart('libnss3', 'libnss3.so'),
    libraryPart('libgtk-3-0', 'libgtk-3.so'),
    libraryPart('libgbm1', 'libgbm.so'),
    libraryPart('libasound2', 'libasound.so'),
    fontPart('fonts-noto-cjk', ':lang=ko'),
    fontPart('fonts-noto-color-emoji', ':family=Noto Color Emoji'),
  ],
} satisfies Record<string, Part[]>

/**
 * Sees to it that the parts of these kinds are there: on Debian as root by installing them, elsewhere by naming what is
 * missing and failing.
 */
export async function ensureParts(...kinds: (keyof typeof parts)[]): Promise<void> {
  const missing: string[] = []
  for (const part of kinds.flatMap((kind): Part[] => parts[kind]))
    if (!(await part.isThere())) missing.push(part.debian)
  if (missing.length === 0) return
  const names = missing.join(' ')
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    throw new Trouble(`This needs parts that this machine lacks. By the names of Debian's packages: ${names}`)
  }
  await progress(`Installing ${names}`, () => install(missing))
}

/** RUNLEVEL=1 keeps the packages from starting their services. */
async function install(packages: string[]) {
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  await run('apt-get', ['-qq', 'update'], { env })
  await run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...packages], { env })
}

function libraries() {
  return run(program('ldconfig'), ['-p']).catch(() => '')
}

function fonts(pattern: string) {
  return run('fc-list', [pattern]).catch(() => '')
}
