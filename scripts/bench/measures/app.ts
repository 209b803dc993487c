/**
 * The app against an empty window of the same Electron: from the start of the process until a lobby with 10,000 cached
 * messages can be read, until it is live and no longer a picture of the last screen, and the memory of all processes four
 * seconds later. They take turns; the medians count.
 */
import { join } from 'node:path'
import { startBus, startDisplay } from '../../lib/screen.ts'
import { temporaryFolder } from '../../lib/services.ts'
import type { Arena } from '../contenders.ts'
import { fillApp } from '../filled-app.ts'
import { median } from '../median.ts'
import type { Row } from '../report.ts'
import { firstPaint, type Opening, openWindow } from '../window.ts'

export async function measureApp(arena: Arena, quick: boolean): Promise<Row[]> {
  const [display, bus] = await Promise.all([startDisplay(), startBus()])
  const env = { ...display.env, ...bus.env, LANG: 'en_US.UTF-8' }
  const filled = await fillApp(arena, env)
  const profile = { EMPTY_WINDOW_PROFILE: await temporaryFolder('window') }
  const folder = join(import.meta.dirname, '..', 'empty-window')
  const empty = { folder, env: { ...env, ...profile }, readable: firstPaint }

  const windows: Opening[] = []
  const apps: Opening[] = []
  // The first of each is not counted: it fills the caches of the disk and of the code.
  for (let round = 0; round <= (quick ? 3 : 7); round++) {
    windows.push(await openWindow(empty))
    apps.push(await openWindow(filled.app))
  }
  await filled.stop()
  await bus.stop()
  await display.stop()

  const pick = (value: (opening: Opening) => number) => ({
    chatter: median(apps.slice(1).map(value)),
    window: median(windows.slice(1).map(value)),
  })
  return [
    {
      measure: 'app: start to a readable lobby with 10,000 cached messages',
      unit: 'ms',
      values: pick(({ milliseconds }) => milliseconds),
      demand: { is: 'at most', times: 1.5, against: 'window' },
    },
    {
      measure: 'app: start to a live page',
      unit: 'ms',
      values: pick(({ liveMilliseconds }) => liveMilliseconds),
    },
    {
      measure: 'app: memory of all its processes',
      unit: 'MiB',
      values: pick(({ bytes }) => bytes / 1024 / 1024),
      demand: { is: 'at most', times: 1.6, against: 'window' },
    },
  ]
}
