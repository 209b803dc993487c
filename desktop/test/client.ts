/** The app's client in Node: the real engine, with databases in memory that outlive it. */
import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { IDBKeyRange, IDBFactory as MemoryFactory } from 'fake-indexeddb'
import type { Person } from '../../server/test/person.ts'
import { type ClientOptions, createClient } from '../src/renderer/store/client.ts'
import type { Client } from '../src/renderer/store/client.type.ts'
import type { Storage } from '../src/renderer/store/database.ts'
import type { ClientState } from '../src/renderer/store/state.ts'

export type Device = {
  client: Client
  state(): ClientState
  /** Resolves when the state fits. */
  until(fits: (state: ClientState) => boolean, what?: string): Promise<ClientState>
}

/** A machine whose databases stay when the app on it is stopped or killed. */
export type Machine = {
  /** The databases, for one run of the app. */
  boot(): Storage
  /** What is not in the databases by now never will be: the runs of the app are over. */
  kill(): void
  /** Whether the disk opens databases, and whether it takes what is written into them. */
  disk: { opens: boolean; hasRoom: boolean }
}

export function createMachine(): Machine {
  const factory = new MemoryFactory()
  const disk = { opens: true, hasRoom: true }
  const ends: (() => void)[] = []
  return {
    boot() {
      const open: IDBDatabase[] = []
      let isOver = false
      ends.push(() => {
        isOver = true
        for (const database of open) database.close()
      })
      return { indexedDB: watch(factory, open, disk, () => isOver), IDBKeyRange }
    },
    kill() {
      for (const end of ends.splice(0)) end()
    },
    disk,
  }
}

/** An app that is killed complains that it cannot write any more: nobody is there to read it. */
export function muteKilled(t: TestContext): void {
  t.mock.method(console, 'error', () => {})
  t.mock.method(console, 'warn', () => {})
}

/** The same databases, noting which are open, until the app's run is over. */
function watch(
  factory: IDBFactory,
  open: IDBDatabase[],
  disk: Machine['disk'],
  isOver: () => boolean,
): IDBFactory {
  return {
    open(name, version) {
      if (isOver()) throw new Error('The app was killed.')
      if (!disk.opens) throw new DOMException('The disk is locked.', 'UnknownError')
      const request = factory.open(name, version)
      request.addEventListener('success', () => {
        open.push(request.result)
        refuseWithoutRoom(request.result, disk)
      })
      return request
    },
    deleteDatabase: name => factory.deleteDatabase(name),
    databases: () => factory.databases(),
    cmp: (a, b) => factory.cmp(a, b),
  }
}

function refuseWithoutRoom(database: IDBDatabase, disk: Machine['disk']) {
  const begin = database.transaction.bind(database)
  database.transaction = (stores, mode, options) => {
    if (mode === 'readwrite' && !disk.hasRoom)
      throw new DOMException('The disk is full.', 'QuotaExceededError')
    return begin(stores, mode, options)
  }
}

export function createDevice(
  url: string,
  person: Pick<Person, 'account' | 'token' | 'sessionId'>,
  options: Partial<ClientOptions> = {},
): Device {
  const { account, token, sessionId } = person
  const storage = options.storage ?? createMachine().boot()
  const client = createClient({ serverUrl: url, account, token, sessionId, ...options, storage })
  return {
    client,
    state: () => client.store.getState(),
    until: (fits, what) => until(client, fits, what),
  }
}

function until(
  client: Client,
  fits: (state: ClientState) => boolean,
  what = String(fits),
): Promise<ClientState> {
  const { promise, resolve, reject } = Promise.withResolvers<ClientState>()
  const timer = setTimeout(() => {
    stop()
    reject(
      new Error(
        `Not within 30 s: ${what}\n${JSON.stringify(client.store.getState(), null, 1).slice(0, 4_000)}`,
      ),
    )
  }, 30_000)
  const stop = client.store.subscribe(look)
  function look() {
    const state = client.store.getState()
    if (!fits(state)) return
    stop()
    clearTimeout(timer)
    resolve(state)
  }
  look()
  return promise
}

export { pause }
