/** Starts an Electron app as a person would, and tells when it can be read and what memory all its processes take. */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { findElectron } from '../lib/electron.ts'
import { freePort } from '../lib/ports.ts'
import { startProcess } from '../lib/processes.ts'
import { allCores, onCore } from './cores.ts'
import { askPage } from './devtools.ts'
import { proportionalBytes } from './usage.ts'

export type Opening = {
  /** From the start of the process to the paint in which the page can be read. */
  milliseconds: number
  /** From the start of the process until it does what it is asked. */
  liveMilliseconds: number
  bytes: number
}

export type WindowApp = {
  folder: string
  env: Record<string, string>
  /** An expression of the page that promises when it could be read, in milliseconds since 1970. */
  readable: string
  /** The same for when it is live, where that comes later. */
  live?: string
}

/** Memory is looked at this long after the page could be read: what starts in the background has then started. */
const rest = 4_000

export async function openWindow({ folder, env, readable, live }: WindowApp): Promise<Opening> {
  const electron = await findElectron()
  const port = await freePort()
  const args = [...electron.args, `--remote-debugging-port=${port}`, folder]
  const [command, commandArgs] = onCore(allCores, [electron.executable, ...args])
  const start = performance.timeOrigin + performance.now()
  const app = await startProcess(command, commandArgs, { env })
  const readableAt = Number(await askPage(port, readable))
  const liveAt = live ? Number(await askPage(port, live)) : readableAt
  await sleep(rest)
  const bytes = family(app.pid).reduce((sum, pid) => sum + proportionalBytes(pid), 0)
  await app.stop()
  return { milliseconds: readableAt - start, liveMilliseconds: liveAt - start, bytes }
}

/** The first paint with content: exact, however late it is asked for. */
export const firstPaint = `new Promise(resolve => new PerformanceObserver(list => {
  const paint = list.getEntriesByName('first-contentful-paint')[0]
  if (paint) resolve(performance.timeOrigin + paint.startTime)
}).observe({ type: 'paint', buffered: true }))`

/** The frame after an element that can be seen is there. */
export function paintOf(selector: string): string {
  return `new Promise(resolve => {
    const isSeen = element => {
      const { top, bottom } = element.getBoundingClientRect()
      return bottom > 0 && top < innerHeight && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    }
    const look = () => {
      if (![...document.querySelectorAll(${JSON.stringify(selector)})].some(isSeen)) return requestAnimationFrame(look)
      requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()))
    }
    look()
  })`
}

/** A process and all that descend from it. */
function family(ancestor: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = parentOf(Number(name))
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const collect = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(collect)]
  return collect(ancestor)
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined
  }
}
