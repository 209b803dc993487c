/** What processes use, as Linux counts it. */
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'

/** Clock ticks per second in /proc; Linux tells programs 100 whatever the kernel's own is. */
const ticksPerSecond = 100

/** User and system time that a process with all its threads has used, in seconds. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name, in parentheses, may hold spaces: count the fields after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** From now on; the answer tells which share of this machine's processors its host has given to others though it was wanted here. */
export function watchStolen(): () => number {
  const [stolen, start] = [stolenSeconds(), performance.now()]
  return () => (stolenSeconds() - stolen) / (((performance.now() - start) / 1000) * cpus().length)
}

function stolenSeconds(): number {
  return Number(readFileSync('/proc/stat', 'utf8').split('\n')[0]!.trim().split(/\s+/)[8]) / ticksPerSecond
}

/** Resident memory of a process in bytes. */
export function residentBytes(pid: number): number {
  return kilobytes(`/proc/${pid}/smaps_rollup`, 'Rss')
}

/** About the same, to within a megabyte. It takes no time, where counting all pages takes milliseconds from who is measured meanwhile. */
export function roughlyResidentBytes(pid: number): number {
  const pages = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]
  return Number(pages) * pageSize
}

/** Of this architecture, in bytes. */
const pageSize = 4096

/** Memory of a process in bytes, where what it shares with others is divided among them. */
export function proportionalBytes(pid: number): number {
  return kilobytes(`/proc/${pid}/smaps_rollup`, 'Pss')
}

function kilobytes(path: string, name: string) {
  const line = readFileSync(path, 'utf8').match(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm'))
  return Number(line?.[1]) * 1024
}
