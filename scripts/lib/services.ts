import { existsSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { atExit, beforeEnding } from './ending.ts'
import { freePort } from './ports.ts'
import { type Running, run, startProcess, waitUntil } from './processes.ts'

/** A private server on 127.0.0.1 that ends with us. */
export interface Service extends Running {
  url: string
  port: number
}

export interface MariadbOptions {
  /** The data folder, kept afterwards; one that already has data is used as it is. Default: a new one, removed at the end. */
  dir?: string
  port?: number
  /** Which processor it may use, for example "1" or "0,1"; for measuring. */
  cpu?: string
  args?: string[]
}

/**
 * Starts MariaDB with its durable defaults (each commit is on disk) and an empty database `chatter`, which the `url`
 * names; its account may create others.
 */
export async function startMariadb({ dir, port, cpu, args = [] }: MariadbOptions = {}): Promise<Service> {
  const folder = dir ?? (await temporaryFolder('mariadb'))
  const data = join(folder, 'data')
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : []
  if (!existsSync(join(data, 'mysql'))) {
    await mkdir(folder, { recursive: true })
    const open = '--auth-root-authentication-method=normal'
    await run(program('mariadb-install-db'), [
      '--no-defaults',
      `--datadir=${data}`,
      open,
      '--skip-test-db',
      ...asRoot,
    ])
  }
  const own = port ?? (await freePort())
  const network = [
    `--port=${own}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    `--socket=${join(folder, 's')}`,
  ]
  const command = [
    program('mariadbd'),
    '--no-defaults',
    `--datadir=${data}`,
    ...asRoot,
    ...network,
    '--skip-log-bin',
    ...args,
  ]
  const running = await startOnCpu(command, cpu)
  const account = { host: '127.0.0.1', port: own, user: 'root' }
  await waitUntil(
    'MariaDB',
    async () => {
      const connection = await createConnection(account)
      await connection.query('CREATE DATABASE IF NOT EXISTS chatter CHARACTER SET utf8mb4')
      await connection.end()
      return true
    },
    running,
  )
  return { ...running, port: own, url: `mysql://root@127.0.0.1:${own}/chatter` }
}

/** Starts Redis, which keeps nothing on disk. */
export async function startRedis({
  port,
  cpu,
  args = [],
}: Omit<MariadbOptions, 'dir'> = {}): Promise<Service> {
  const own = port ?? (await freePort())
  const network = ['--port', `${own}`, '--bind', '127.0.0.1']
  const storage = ['--dir', await temporaryFolder('redis'), '--save', '', '--appendonly', 'no']
  const running = await startOnCpu([program('redis-server'), ...network, ...storage, ...args], cpu)
  await waitUntil('Redis', () => pings(own), running)
  return { ...running, port: own, url: `redis://127.0.0.1:${own}` }
}

function pings(port: number) {
  return new Promise<boolean>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    socket.once('error', reject)
    socket.once('data', answer => {
      socket.destroy()
      resolve(answer.toString().startsWith('+PONG'))
    })
  })
}

/** A new folder that is removed at the end. */
export function temporaryFolder(name: string): Promise<string> {
  return makeTemporary(tmpdir(), name)
}

/** The same in memory, where the machine offers that: for what is made and dropped a hundred times, and need not outlive it. */
export function memoryFolder(name: string): Promise<string> {
  return makeTemporary(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), name)
}

async function makeTemporary(place: string, name: string): Promise<string> {
  const folder = await mkdtemp(join(place, `chatter-${name}-`))
  const wholly = { recursive: true, force: true, maxRetries: 5 }
  beforeEnding(() => rm(folder, wholly))
  atExit(() => rmSync(folder, wholly))
  return folder
}

/** The path of a program; servers' are often outside a person's PATH. */
export function program(name: string): string {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/local/sbin',
    '/opt/homebrew/bin',
  ]
  return folders.map(folder => join(folder, name)).find(existsSync) ?? name
}

function startOnCpu(command: string[], cpu: string | undefined) {
  const [name = '', ...args] = cpu ? [program('taskset'), '-c', cpu, ...command] : command
  return startProcess(name, args)
}
