/** Files from person to person: two real clients at the real server, over a channel that the test can break. */
import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Attachment, UploadLimits } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { ChatterEvent } from '@chatter/shared/protocol.ts'
import type { SendSignal } from '@chatter/shared/signals.ts'
import { emptySnapshot, emptyTimeline, type Snapshot } from '@chatter/shared/snapshot.ts'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { createRtc } from '../../../test/rtc.ts'
import type { Bridge } from '../../bridge/bridge.ts'
import { createSent } from './direct.sent.ts'
import { switchDirect } from './direct.setting.ts'
import { createDirect } from './direct.ts'

const serverUrl = 'http://chatter.example'
const [ada, grace, linus] = [1, 2, 3] as const
/** Rooms of Ada: with Grace, with Linus, and with both. */
const rooms = { grace: 10, linus: 11, all: 12 } as const

/** A server that carries signals between the apps of two, and knows what was declared. */
function createWorld() {
  const apps: { accountId: number; hear: (event: ChatterEvent) => void }[] = []
  const declared: string[] = []
  const gone = new Set<string>()
  const rtc = createRtc()
  const said: string[] = []

  type AppOptions = {
    isOn?: () => boolean
    isFull?: boolean
    limits?: Partial<UploadLimits>
    isStranger?: boolean
    isConnected?: () => boolean
  }

  function openApp(accountId: number, options: AppOptions = {}) {
    const listeners = new Set<(event: ChatterEvent) => void>()
    apps.push({ accountId, hear: event => listeners.forEach(listener => void listener(event)) })
    const snapshot = { current: snapshotOf(accountId) }
    const disk = new Map<string, Buffer>()
    const adopted: string[] = []
    const searches: number[] = []
    const offered: string[] = []
    const limits = { size: 100_000_000, forbiddenTypes: [], forbiddenEndings: [], ...options.limits }
    async function call(_: string, signal: SendSignal) {
      const room = snapshot.current.rooms[signal.roomId]!
      said.push(JSON.parse(signal.payload).is)
      const event = { name: 'signal:received', payload: { ...signal, accountId } } as const
      setImmediate(() => {
        for (const app of apps) if (app.accountId === room.peer!.id) app.hear(event)
      })
      return {}
    }
    const direct = createDirect({
      serverUrl,
      accountId,
      isConnected: options.isConnected ?? (() => true),
      call,
      api: {
        async declareDirect(_, declaration) {
          const id = `0198c0de-0000-7000-8000-${String(declared.length).padStart(12, '0')}`
          declared.push(id)
          return { ...declaration, id, isDirect: true }
        },
        async readAttachment(id) {
          if (gone.has(id)) throw new ChatterError('not_found', 'There is no such file.')
          return {} as Attachment
        },
        async search({ roomId, from }) {
          assert.equal(from, accountId)
          searches.push(roomId!)
          const own = { roomId, kind: 'post', author: { id: accountId } } as Message
          return { messages: options.isStranger ? [] : [own], cursor: null }
        },
      },
      known: {
        read: () => snapshot.current,
        listen(listener) {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
      },
      bridge: bridgeOf(disk, adopted, options.isFull ?? false),
      sent: createSent({ serverUrl, accountId }, () => ({ indexedDB: new IDBFactory(), IDBKeyRange })),
      isOn: options.isOn ?? (() => true),
      limits: () => limits,
      connect: rtc.connect,
      now: Date.now,
    })
    /** Sends a file as the outbox does. */
    async function send(
      roomId: number,
      bytes: Buffer,
      signal = new AbortController().signal,
      name = 'report.pdf',
    ) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const declaration = { name, type: 'application/pdf', size: bytes.length, sha256 }
      const fileId = randomUUID()
      const file = {
        ...declaration,
        id: fileId,
        blob: new Blob([new Uint8Array(bytes)]),
        progress: { state: 'waiting', sent: 0 },
      }
      const told: number[] = []
      const onOffered = () => offered.push(sha256)
      const upload = { fileId, roomId, file: file as never, declaration, signal, onOffered }
      const sending = direct.send(upload, sent => told.push(sent))
      return { attachment: await sending.catch(() => 'stopped' as const), told, sha256 }
    }
    const show = (roomId: number, attachment: Attachment, authorId: number = ada, seq = 1) => {
      const message = messageOf(roomId, authorId, attachment, seq)
      snapshot.current = {
        ...snapshot.current,
        timelines: { ...snapshot.current.timelines, [roomId]: { ...emptyTimeline, messages: [message] } },
      }
      direct.attend([message])
    }
    const see = (accountId: number, state: 'online' | 'offline') => {
      const presences = { [accountId]: { accountId, state, lastSeenAt: null } }
      snapshot.current = { ...snapshot.current, presences }
    }
    const write = (roomId: number) => {
      const message = { roomId, kind: 'post', author: { id: accountId } } as Message
      const timeline = { ...emptyTimeline, messages: [message] }
      snapshot.current = { ...snapshot.current, timelines: { [roomId]: timeline } }
    }
    /** Says what an app of another making may say. */
    const say = (roomId: number, signal: object) =>
      call('signal:send', { roomId, peerId: randomUUID(), payload: JSON.stringify(signal) })
    return { direct, disk, adopted, offered, searches, limits, send, show, see, write, say }
  }
  return { openApp, declared, gone, said, rtc }
}

function snapshotOf(accountId: number): Snapshot {
  const direct = (id: number, other: number) => [
    id,
    { id, kind: 'direct', peer: { id: other }, connectedCount: 2 },
  ]
  const others =
    accountId === ada ? [direct(10, grace), direct(11, linus)] : [direct(accountId === grace ? 10 : 11, ada)]
  const group = [rooms.all, { id: rooms.all, kind: 'private', peer: null, connectedCount: 3 }]
  return { ...emptySnapshot, rooms: Object.fromEntries([...others, group]) as Snapshot['rooms'] }
}

function messageOf(roomId: number, authorId: number, attachment: Attachment, seq: number): Message {
  return { roomId, seq, author: { id: authorId }, attachments: [attachment] } as unknown as Message
}

/** What the operating system does with what comes, in memory. */
function bridgeOf(disk: Map<string, Buffer>, adopted: string[], isFull: boolean): Pick<Bridge, 'ask' | 'on'> {
  const answers: Record<string, (request: never) => unknown> = {
    'received:read': () => [],
    'received:open': ({ sha256 }: { sha256: string }) => {
      if (isFull) throw new Error('The disk has no room for this.')
      return disk.get(sha256)?.length ?? 0
    },
    'received:write': ({ sha256, bytes }: { sha256: string; bytes: Uint8Array }) => {
      disk.set(sha256, Buffer.concat([disk.get(sha256) ?? Buffer.alloc(0), bytes]))
    },
    'received:check': ({ sha256 }: { sha256: string }) =>
      createHash('sha256').update(disk.get(sha256)!).digest('hex') === sha256,
    'received:close': () => {},
    'received:remove': ({ sha256 }: { sha256: string }) => disk.delete(sha256),
    'received:adopt': ({ id, sha256 }: { id: string; sha256: string }) => {
      adopted.push(id)
      return disk.has(sha256)
    },
  }
  return {
    ask: (async (name: string, request: never) => answers[name]!(request)) as unknown as Bridge['ask'],
    on: () => () => {},
  }
}

const newBytes = (size = 1_500_000) => randomBytes(size)

async function eventually(check: () => void) {
  for (let tries = 0; ; tries++)
    try {
      return check()
    } catch (error) {
      if (tries > 300) throw error
      await new Promise(resolve => setTimeout(resolve, 20))
    }
}

function attachmentOf(sent: Attachment | 'stopped' | undefined): Attachment {
  assert.ok(sent && sent !== 'stopped', 'it did not go directly')
  return sent
}

test('[FILE75] the file is whole at the other app before its message is, and becomes a download with it', async () => {
  const { openApp, declared } = createWorld()
  const [atAda, atGrace] = [openApp(ada), openApp(grace)]
  const bytes = newBytes()
  const { attachment, told, sha256 } = await atAda.send(rooms.grace, bytes)
  const { id } = attachmentOf(attachment)
  assert.deepEqual(declared, [id])
  assert.ok(atGrace.disk.get(sha256)?.equals(bytes))
  assert.equal(told.at(-1), bytes.length)
  assert.equal(atGrace.direct.store.getState().incoming[0]?.received, bytes.length)
  atGrace.show(rooms.grace, attachmentOf(attachment))
  assert.deepEqual(atGrace.adopted, [id])
  await eventually(() => assert.deepEqual(atGrace.direct.store.getState().incoming, []))
  // Told again, it is not taken twice.
  atGrace.show(rooms.grace, attachmentOf(attachment))
  assert.deepEqual(atGrace.adopted, [id])
  for (const app of [atAda, atGrace]) app.direct.stop()
})

test('[FILE75] of several devices the first that accepts takes it, and another where one does not', async () => {
  const { openApp, rtc } = createWorld()
  const atAda = openApp(ada)
  const devices = [openApp(grace), openApp(grace), openApp(grace, { isFull: true })]
  const { attachment, sha256 } = await atAda.send(rooms.grace, newBytes())
  attachmentOf(attachment)
  assert.equal(devices.filter(({ disk }) => disk.has(sha256)).length, 1)
  await eventually(() => assert.equal(rtc.open(), 0))
  for (const app of [atAda, ...devices]) app.direct.stop()
})

test('[FILE90] nothing comes by itself from whom one never wrote to, and all of it once one did', async () => {
  const { openApp, declared } = createWorld()
  const [atAda, atGrace] = [openApp(ada), openApp(grace, { isStranger: true })]
  const { attachment } = await atAda.send(rooms.grace, newBytes())
  assert.equal(attachment, undefined)
  assert.deepEqual([atGrace.disk.size, declared], [0, []])
  assert.deepEqual(atGrace.direct.store.getState().incoming, [])
  // However often they try, the server is asked once.
  await atAda.send(rooms.grace, newBytes())
  assert.deepEqual([atGrace.disk.size, atGrace.searches], [0, [rooms.grace]])
  atGrace.write(rooms.grace)
  attachmentOf((await atAda.send(rooms.grace, newBytes())).attachment)
  assert.equal(atGrace.disk.size, 1)
  for (const app of [atAda, atGrace]) app.direct.stop()
})

test('[FILE90] what the server would refuse does not come around it', async () => {
  const { openApp } = createWorld()
  const limits = { size: 3_000_000, forbiddenEndings: ['exe'], forbiddenTypes: ['video/*'] }
  const [atAda, atGrace] = [openApp(ada), openApp(grace, { limits })]
  const send = async (size: number, name?: string) =>
    (await atAda.send(rooms.grace, newBytes(size), undefined, name)).attachment
  assert.equal(await send(3_000_001), undefined)
  assert.equal(await send(2_000_000, 'setup.exe'), undefined)
  assert.equal(atGrace.disk.size, 0)
  attachmentOf(await send(3_000_000))
  for (const app of [atAda, atGrace]) app.direct.stop()
})

test('[FILE90] one person brings a bounded amount before their messages do', async () => {
  const { openApp, said } = createWorld()
  const [atAda, atGrace] = [openApp(ada), openApp(grace)]
  const offerOf = (size: number) => ({
    is: 'offer',
    transferId: randomUUID(),
    file: { name: 'a.bin', type: 'a/b', size, sha256: createHash('sha256').update(`${size}`).digest('hex') },
    sdp: 'o=0',
  })
  const { attachment, sha256 } = await atAda.send(rooms.grace, newBytes())
  // Where 4 GiB are promised and not posted, there is no place for more.
  atGrace.limits.size = 5 * 1024 ** 3
  said.length = 0
  atAda.say(rooms.grace, offerOf(5 * 1024 ** 3))
  await eventually(() => assert.deepEqual(said, ['offer', 'decline']))
  assert.ok(atGrace.disk.has(sha256))
  // With its message, the first one does not count any more.
  atGrace.show(rooms.grace, attachmentOf(attachment))
  atGrace.limits.size = 100_000_000
  attachmentOf((await atAda.send(rooms.grace, newBytes())).attachment)
  for (const app of [atAda, atGrace]) app.direct.stop()
})

test('[FILE76] what is small, what is for more than one, and what is for nobody there goes by the server', async () => {
  const { openApp, said } = createWorld()
  const [atAda, atGrace] = [openApp(ada), openApp(grace)]
  assert.equal((await atAda.send(rooms.grace, newBytes(1_000_000))).attachment, undefined)
  assert.equal((await atAda.send(rooms.all, newBytes())).attachment, undefined)
  atAda.see(grace, 'offline')
  assert.equal((await atAda.send(rooms.grace, newBytes())).attachment, undefined)
  assert.deepEqual(said, [])
  atAda.see(grace, 'online')
  attachmentOf((await atAda.send(rooms.grace, newBytes())).attachment)
  for (const app of [atAda, atGrace]) app.direct.stop()
})

test('[FILE77] where nobody takes it, or there is no way, the server is left to do it, soon', async () => {
  const { openApp, declared, said, rtc } = createWorld()
  const atAda = openApp(ada)
  const full = openApp(grace, { isFull: true })
  const before = Date.now()
  assert.equal((await atAda.send(rooms.grace, newBytes())).attachment, undefined)
  assert.ok(Date.now() - before < 3_000)
  full.direct.stop()
  const atGrace = openApp(grace)
  // One who never answers, and one who does, without a way between the two.
  rtc.standBetween(true)
  const [silent, unfound] = await Promise.all([
    atAda.send(rooms.linus, newBytes()),
    atAda.send(rooms.grace, newBytes()),
  ])
  assert.deepEqual([silent.attachment, unfound.attachment], [undefined, undefined])
  assert.ok(Date.now() - before < 8_000)
  // And it is not asked for with every file, though there may be a way now.
  rtc.standBetween(false)
  said.length = 0
  for (const roomId of [rooms.linus, rooms.grace])
    assert.equal((await atAda.send(roomId, newBytes())).attachment, undefined)
  assert.deepEqual([said, declared], [[], []])
  // Who comes the other way has shown that there is one.
  attachmentOf((await atGrace.send(rooms.grace, newBytes())).attachment)
  attachmentOf((await atAda.send(rooms.grace, newBytes())).attachment)
  await eventually(() => assert.equal(rtc.open(), 0))
  for (const app of [atAda, atGrace]) app.direct.stop()
})

test('[FILE77] a way that breaks leaves what came, for the message that comes by the server', async () => {
  const { openApp, rtc } = createWorld()
  const [atAda, atGrace] = [openApp(ada), openApp(grace)]
  const bytes = newBytes(20_000_000)
  rtc.breakAfter(6_000_000)
  const { attachment, sha256 } = await atAda.send(rooms.grace, bytes)
  assert.equal(attachment, undefined)
  await eventually(() => assert.equal(atGrace.direct.store.getState().incoming[0]?.state, 'waiting'))
  const there = atGrace.disk.get(sha256)!
  assert.ok(
    there.length > 1_000_000 && there.length < bytes.length && bytes.subarray(0, there.length).equals(there),
  )
  // The next try goes on there.
  rtc.breakAfter(Number.POSITIVE_INFINITY)
  const next = await atAda.send(rooms.grace, bytes)
  attachmentOf(next.attachment)
  assert.equal(next.told[0], there.length)
  assert.ok(atGrace.disk.get(sha256)!.equals(bytes))
  for (const app of [atAda, atGrace]) app.direct.stop()
})

test('[FILE91] what is taken back is removed on the other side, however far it came, and what only rests is not', async () => {
  const { openApp, rtc } = createWorld()
  const [atAda, atGrace] = [openApp(ada), openApp(grace)]
  const shown = () => atGrace.direct.store.getState().incoming.map(({ state }) => state)
  const takeBack = async (sha256: string, attachmentId?: string) => {
    assert.equal(await atAda.direct.takeBack({ roomId: rooms.grace, sha256, attachmentId }), true)
    await eventually(() => assert.deepEqual([atGrace.disk.size, shown()], [0, []]))
  }
  // In the middle of it, at once and after a rest.
  for (const isResting of [false, true]) {
    const stop = new AbortController()
    const bytes = newBytes(30_000_000)
    const sending = atAda.send(rooms.grace, bytes, stop.signal)
    await eventually(() => assert.ok((atGrace.direct.store.getState().incoming.at(-1)?.received ?? 0) > 0))
    stop.abort()
    if (isResting) await eventually(() => assert.deepEqual(shown(), ['waiting']))
    if (isResting) assert.equal(atGrace.disk.size, 1)
    await takeBack(createHash('sha256').update(bytes).digest('hex'))
    assert.equal((await sending).attachment, 'stopped')
  }
  // After the server had to go on.
  rtc.breakAfter(3_000_000)
  const cut = await atAda.send(rooms.grace, newBytes(10_000_000))
  assert.equal(cut.attachment, undefined)
  await eventually(() => assert.equal(atGrace.disk.size, 1))
  await takeBack(cut.sha256)
  // Whole, and not posted.
  rtc.breakAfter(Number.POSITIVE_INFINITY)
  const whole = await atAda.send(rooms.grace, newBytes())
  assert.equal(atGrace.disk.size, 1)
  await takeBack(whole.sha256, attachmentOf(whole.attachment).id)
  assert.equal(atAda.offered.length, 4)
  for (const app of [atAda, atGrace]) app.direct.stop()
})

test('[FILE92] what is refused on its way does not stay, and goes by the server', async () => {
  const { openApp, said, rtc } = createWorld()
  const [atAda, atGrace] = [openApp(ada), openApp(grace)]
  const incoming = () => atGrace.direct.store.getState().incoming
  const end = {
    button: () => atGrace.direct.refuse(incoming()[0]!.sha256),
    switch: async () => switchDirect(false),
  }
  for (const way of ['button', 'switch'] as const) {
    said.length = 0
    const sending = atAda.send(rooms.grace, newBytes(30_000_000))
    await eventually(() => assert.ok((incoming()[0]?.received ?? 0) > 0))
    await end[way]()
    assert.equal((await sending).attachment, undefined)
    await eventually(() => assert.deepEqual([atGrace.disk.size, incoming()], [0, []]))
    assert.ok(said.includes('decline'), way)
    await eventually(() => assert.equal(rtc.open(), 0))
  }
  // What waits for its message is refused as well.
  await atAda.send(rooms.grace, newBytes())
  await eventually(() => assert.equal(incoming()[0]?.state, 'waiting'))
  await atGrace.direct.refuse(incoming()[0]!.sha256)
  assert.deepEqual([atGrace.disk.size, incoming()], [0, []])
  for (const app of [atAda, atGrace]) app.direct.stop()
})

test('[FILE91] nobody takes back what somebody else sent', async () => {
  const { openApp } = createWorld()
  const [atGrace, atLinus, atAda] = [openApp(grace), openApp(linus), openApp(ada)]
  const { sha256 } = await atGrace.send(rooms.grace, newBytes())
  await atLinus.direct.takeBack({ roomId: rooms.linus, sha256 })
  await atLinus.send(rooms.linus, newBytes())
  assert.ok(atAda.disk.has(sha256))
  for (const app of [atAda, atGrace, atLinus]) app.direct.stop()
})

test('[FILE78] a file is had again from the sender, while its message stands, and by nobody else', async () => {
  const { openApp, gone } = createWorld()
  const [atAda, atGrace, atLinus] = [openApp(ada), openApp(grace), openApp(linus)]
  const bytes = newBytes()
  const { attachment: sent, sha256 } = await atAda.send(rooms.grace, bytes)
  const attachment = attachmentOf(sent)
  atGrace.show(rooms.grace, attachment)
  const wishOf = ({ direct }: typeof atGrace) => direct.store.getState().wishes[attachment.id]

  atGrace.disk.clear()
  await atGrace.direct.wish(attachment)
  assert.equal(wishOf(atGrace), 'asking')
  await eventually(() => assert.equal(wishOf(atGrace), undefined))
  assert.ok(atGrace.disk.get(sha256)?.equals(bytes))
  assert.deepEqual(atGrace.adopted, [attachment.id, attachment.id])

  // Linus knows what it is, but it was not for him.
  atLinus.show(rooms.linus, attachment)
  await atLinus.direct.wish(attachment)
  await eventually(() => assert.equal(wishOf(atLinus), 'cannot'))

  gone.add(attachment.id)
  atGrace.disk.clear()
  await atGrace.direct.wish(attachment)
  await eventually(() => assert.equal(wishOf(atGrace), 'cannot'))
  assert.equal(atGrace.disk.size, 0)
  for (const app of [atAda, atGrace, atLinus]) app.direct.stop()
})

test('[FILE78] what is asked for without a connection is asked with the next one', async () => {
  const { openApp, said } = createWorld()
  const connection = { isThere: true }
  const isConnected = () => connection.isThere
  const [atAda, atGrace] = [openApp(ada), openApp(grace, { isConnected })]
  const attachment = attachmentOf((await atAda.send(rooms.grace, newBytes())).attachment)
  atGrace.show(rooms.grace, attachment)
  const wish = () => atGrace.direct.store.getState().wishes[attachment.id]
  atGrace.disk.clear()
  connection.isThere = false
  // Who is not connected does not know who else is there.
  atGrace.see(ada, 'offline')
  await atGrace.direct.wish(attachment)
  await atGrace.direct.wish(attachment)
  assert.equal(wish(), 'waiting')
  atGrace.see(ada, 'online')
  connection.isThere = true
  atGrace.direct.resume()
  await eventually(() => assert.equal(wish(), undefined))
  assert.ok(atGrace.disk.has(attachment.sha256))
  assert.equal(said.filter(is => is === 'wish').length, 1)
  for (const app of [atAda, atGrace]) app.direct.stop()
})

test('[FILE94] a copy goes with its message, and another one of the same content stays', async () => {
  const { openApp, gone } = createWorld()
  const [atAda, atGrace] = [openApp(ada), openApp(grace)]
  const bytes = newBytes()
  const sent: Attachment[] = []
  for (const seq of [4, 5]) {
    const { attachment } = await atAda.send(rooms.grace, bytes)
    sent.push(attachmentOf(attachment))
    atAda.show(rooms.grace, sent.at(-1)!, ada, seq)
    atGrace.show(rooms.grace, sent.at(-1)!)
  }
  const [first, second] = sent.map(({ id }) => id)
  const copies = () => [...atAda.direct.store.getState().copies!]
  assert.deepEqual(copies(), [first, second])
  assert.equal((await atAda.direct.copy(first!))?.size, bytes.length)

  // The first was deleted while this app was not there: the second is given.
  gone.add(first!)
  atGrace.disk.clear()
  await atGrace.direct.wish(sent[1]!)
  await eventually(() => assert.ok(atGrace.disk.has(sent[1]!.sha256)))
  assert.deepEqual(copies(), [second])

  const tombstone = { roomId: rooms.grace, seq: 5, author: { id: ada }, deletedAt: 1 } as Message
  atAda.direct.attend([{ ...tombstone, seq: 6 }])
  await new Promise(resolve => setTimeout(resolve, 20))
  assert.deepEqual(copies(), [second])
  atAda.direct.attend([tombstone])
  await eventually(() => assert.deepEqual(copies(), []))
  assert.equal(await atAda.direct.copy(second!), undefined)
  for (const app of [atAda, atGrace]) app.direct.stop()
})

test('[FILE79] who switched it off neither offers nor takes, but gets what they ask for', async () => {
  const { openApp, said } = createWorld()
  let isOn = false
  const [atAda, atGrace] = [openApp(ada), openApp(grace, { isOn: () => isOn })]
  assert.equal((await atGrace.send(rooms.grace, newBytes())).attachment, undefined)
  assert.deepEqual(said, [])
  assert.equal((await atAda.send(rooms.grace, newBytes())).attachment, undefined)
  isOn = true
  const { attachment: sent, sha256 } = await atAda.send(rooms.grace, newBytes())
  const attachment = attachmentOf(sent)
  atGrace.show(rooms.grace, attachment)
  isOn = false
  atGrace.disk.clear()
  await atGrace.direct.wish(attachment)
  await eventually(() => assert.ok(atGrace.disk.has(sha256)))
  for (const app of [atAda, atGrace]) app.direct.stop()
})
