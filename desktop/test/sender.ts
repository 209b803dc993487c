/** A person who sends files from a machine of their own, through a network that can be cut. */
import { createHash } from 'node:crypto'
import { after } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type BadNetwork, startBadNetwork } from '../../server/test/bad-network.ts'
import type { Person } from '../../server/test/person.ts'
import type { TestServer } from '../../server/test/server.ts'
import type { ClientOptions } from '../src/renderer/store/client.ts'
import type { ClientState } from '../src/renderer/store/state.ts'
import { openWriting } from '../src/renderer/store/writing.ts'
import { createDevice, createMachine, type Machine } from './client.ts'
import { isOnline } from './seats.ts'
import { createUploadKit } from './upload-kit.ts'

/** Where somebody is known from: their next run of the app begins there. */
export type Known = { person: Person; machine: Machine; network: BadNetwork }

export type Sender = Awaited<ReturnType<typeof startSender>>

let people = 0
const stops: (() => Promise<void>)[] = []
after(() => Promise.all(stops.map(stop => stop())))

/** Starts the app of somebody new, in a room of their own; or of somebody who was here before. */
export async function startSender(server: TestServer, known?: Known, options: Partial<ClientOptions> = {}) {
  const person = known?.person ?? (await server.signUp(`ada${++people}`))
  const machine = known?.machine ?? createMachine()
  const network = known?.network ?? (await startBadNetwork(server.url))
  const uploadKit = createUploadKit()
  const device = createDevice(network.url, person, {
    storage: machine.boot(),
    uploadKit,
    ...options,
  })
  const { client } = device
  stops.push(() => client.stop())
  await client.start()
  if (!known) await device.until(isOnline)
  const room = known
    ? client.lastOpenRoom()!
    : await client.createRoom({ name: `Files ${people}`, kind: 'private' })
  await client.openRoom(room).catch(() => {})
  return {
    ...device,
    person,
    machine,
    network,
    room,
    choose: (...files: [name: string, bytes: Buffer][]) =>
      client.chooseFiles(
        room,
        files.map(([name, bytes]) => ({ name, type: '', blob: new Blob([new Uint8Array(bytes)]) })),
      ),
    /** Lets no more than about so many bytes of each file go, and waits for the first that has sent them. */
    sendUpTo: uploadKit.hold,
    release: uploadKit.release,
    /** Where the first upload of the outbox goes on, once it is on the disk. */
    async kept(): Promise<string> {
      const owner = { serverUrl: network.url, accountId: person.account.id }
      for (let tries = 0; tries < 100; tries++) {
        const writing = await openWriting(owner, machine.boot())
        writing.close()
        const file = writing.written.files.find(({ uploadUrl }) => uploadUrl)
        if (file?.uploadUrl) return file.uploadUrl
        await pause(50)
      }
      throw new Error('Where the upload goes on is not on the disk.')
    },
    async status(url: string) {
      const headers = { authorization: `Bearer ${person.token}`, 'tus-resumable': '1.0.0' }
      return (await fetch(url, { method: 'HEAD', headers })).status
    },
  }
}

export function attachmentsOf({ snapshot }: ClientState, roomId: number, body: string) {
  return snapshot.timelines[roomId]!.messages.findLast(message => message.body === body)!.attachments!
}

export function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
