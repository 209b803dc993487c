/**
 * A node among others. What it tells is numbered, so that whoever hears the next thing, or its beat, knows what they missed. It
 * hears its own beat back, and so knows whether the way through Redis stands. Whoever may have missed something lets its clients
 * catch up. Explains itself: one state, of what was heard from whom.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { holdKey } from './nodes.locks.ts'
import type { Link } from './nodes.redis.ts'
import type { Nodes, Tellings } from './nodes.ts'

/** How often a node shows that it lives, in milliseconds. */
const beatInterval = 1_000

/** After so many beats the stream is trimmed. */
const trimming = 10

/** After so many beats without hearing one of its own, a node counts as cut off; without hearing another node, that one as gone. */
const longestSilence = { own: 4, other: 8 }

/** How long its own hello may take at the start, and how long others may take to answer it, in milliseconds. */
const joining = { hello: 5_000, answers: 250 }

/** How long a node waits for what it just told to come back, in milliseconds. */
const echoPatience = 1_000

/** What the nodes tell each other about themselves. */
type OwnTellings = {
  hello: { after: 'start' | 'loss' }
  beat: { mark: number }
  /** That this node should tell what stands there. */
  asked: { node: string }
  bye: object
}
const ownTellings: readonly string[] = ['hello', 'beat', 'asked', 'bye'] satisfies (keyof OwnTellings)[]
const isOwn = (name: string) => ownTellings.includes(name)

type AllTellings = Tellings & OwnTellings
type Told = { [Name in keyof AllTellings]: { number: number; name: Name; content: AllTellings[Name] } }
type AnyTold = Told[keyof Told]
type Hear = (content: never, node: string) => void

/** Another node: the number of what was heard last, and our beats since. */
type Peer = { number: number; silence: number; isGone: boolean }

/** @param stream names the server that these are the nodes of */
export function createSeveralNodes(link: Link, stream: string, log: FastifyBaseLogger): Nodes {
  const self = randomBytes(8).toString('hex')
  const peers = new Map<string, Peer>()
  const listeners = new Map<string, Hear[]>()
  const [metHooks, goneHooks, gapHooks]: [(() => void)[], ((node: string) => void)[], (() => void)[]] = [
    [],
    [],
    [],
  ]
  let number = 0
  let saying: Promise<unknown> = Promise.resolve()
  /** The mark of the last beat that was sent, and of the last that came back. */
  const marks = { sent: 0, back: 0 }
  let echoes: { mark: number; resolve: () => void }[] = []
  /** The beat that was sent last before the others could not be reached any more. */
  let cutOffAt: number | undefined
  let ownSilence = 0
  let timer: NodeJS.Timeout | undefined

  /** What nodes tell of themselves has no number of its own, but says how far they are. */
  function say<Name extends keyof AllTellings>(name: Name, content: AllTellings[Name]) {
    if (!isOwn(name)) number++
    saying = link.say(self, { number, name, content })
  }

  function beat() {
    say('beat', { mark: ++marks.sent })
  }

  function hear(node: string, told: AnyTold) {
    if (node === self) return hearSelf(told)
    const peer = peers.get(node)
    const isTwice = peer !== undefined && !isOwn(told.name) && told.number <= peer.number
    if (isTwice) return
    const isHole = peer !== undefined && told.number > peer.number + (isOwn(told.name) ? 0 : 1)
    if (peer) Object.assign(peer, { number: told.number, silence: 0 })
    else meet(node, told)
    if (isHole) missed(node)
    if (peer?.isGone) welcomeBack(node, peer)
    if (told.name === 'hello') tellWhatStands()
    else if (told.name === 'bye') forget(node)
    else if (told.name === 'asked') hearAsked(told.content)
    else for (const listener of listeners.get(told.name) ?? []) hand(listener, told, node)
  }

  /** What cannot be understood holds up nothing that comes after it. */
  function hand(listener: Hear, { name, content }: AnyTold, node: string) {
    try {
      listener(content as never, node)
    } catch (error) {
      log.error({ err: error, node, name }, 'what another node told was not understood')
    }
  }

  function hearSelf(told: AnyTold) {
    if (told.name !== 'beat') return
    marks.back = Math.max(marks.back, told.content.mark)
    ownSilence = 0
    for (const { resolve } of echoes.filter(({ mark }) => mark <= marks.back)) resolve()
    echoes = echoes.filter(({ mark }) => mark > marks.back)
    if (cutOffAt !== undefined && marks.back > cutOffAt) reachOthersAgain()
  }

  function meet(node: string, told: AnyTold) {
    peers.set(node, { number: told.number, silence: 0, isGone: false })
    log.info({ node }, 'another node is there')
    if (told.name !== 'hello') say('asked', { node })
    // What it told before is not known.
    else if (told.content.after === 'loss') reportGap()
  }

  function hearAsked({ node }: OwnTellings['asked']) {
    if (node === self) tellWhatStands()
  }

  function missed(node: string) {
    log.warn({ node }, 'missed something of another node: clients catch up')
    say('asked', { node })
    reportGap()
  }

  /** It had only fallen silent; its people were let go meanwhile. */
  function welcomeBack(node: string, peer: Peer) {
    peer.isGone = false
    log.info({ node }, 'another node is there again')
    say('asked', { node })
  }

  function forget(node: string) {
    peers.delete(node)
    log.info({ node }, 'another node said good-bye')
    for (const hook of goneHooks) hook(node)
  }

  function tellWhatStands() {
    for (const hook of metHooks) hook()
  }

  function reportGap() {
    for (const hook of gapHooks) hook()
  }

  function loseOthers() {
    if (cutOffAt !== undefined) return
    cutOffAt = marks.sent
    log.error('Redis is away: what happens on other nodes is not heard until it is back')
    for (const { resolve } of echoes) resolve()
    echoes = []
  }

  function reachOthersAgain() {
    cutOffAt = undefined
    log.info('Redis is back: clients catch up')
    say('hello', { after: 'loss' })
    tellWhatStands()
    reportGap()
  }

  /** Counts beats and not time, so that a process that stood still blames nobody for it. */
  function onBeat() {
    beat()
    if (marks.sent % trimming === 0 && isFirst()) link.trim(stream)
    if (++ownSilence > longestSilence.own) loseOthers()
    // A machine that vanished without a word leaves connections that seem to stand.
    if (ownSilence % (longestSilence.own + 1) === 0) link.renew()
    if (cutOffAt !== undefined) return
    for (const [node, peer] of peers) {
      if (++peer.silence <= longestSilence.other || peer.isGone) continue
      peer.isGone = true
      log.warn({ node }, 'another node fell silent: clients catch up')
      for (const hook of goneHooks) hook(node)
      // It may have been killed between writing something and telling it.
      reportGap()
    }
  }

  /** Resolves when everything that was in the stream before is heard. */
  async function catchUp() {
    if (cutOffAt !== undefined) return
    beat()
    const { promise, resolve } = Promise.withResolvers<void>()
    echoes.push({ mark: marks.sent, resolve })
    await Promise.race([promise, pause(echoPatience, undefined, { ref: false })])
  }

  const hold: Nodes['hold'] = async (key, onBusy) =>
    cutOffAt === undefined ? holdKey(link.redis, `${stream}:${key}`, onBusy) : () => {}

  const living = () => [...peers].filter(([, { isGone }]) => !isGone).map(([node]) => node)
  const isFirst: Nodes['isFirst'] = among =>
    living().every(node => self < node || (among !== undefined && !among.has(node)))

  return {
    areSeveral: true,
    async join(io) {
      link.read(io, stream, (node, told) => hear(node, told as AnyTold))
      await greet()
      link.onLost(loseOthers)
      link.onConnected(beat)
      timer = setInterval(onBeat, beatInterval).unref()
      await pause(joining.answers)
    },
    async leave() {
      clearInterval(timer)
      say('bye', {})
      await saying
      link.close()
    },
    tell: (name, content) => say(name, content as AllTellings[typeof name]),
    on(name, listener) {
      listeners.set(name, [...(listeners.get(name) ?? []), listener as Hear])
    },
    onMet: hook => void metHooks.push(hook),
    onGone: hook => void goneHooks.push(hook),
    onGap: hook => void gapHooks.push(hook),
    isThere: node => peers.get(node)?.isGone === false,
    count: () => living().length + 1,
    isFirst,
    isCutOff: () => cutOffAt !== undefined,
    async inTurn(key, work) {
      const release = await hold(key, () => {})
      try {
        await catchUp()
        return await work()
      } finally {
        // What it told is in the stream before the next one looks there.
        await saying
        release()
      }
    },
    hold,
  }

  /** Nobody connects before this node hears itself: from then on it reads everything that comes into the stream. */
  async function greet() {
    const deadline = Date.now() + joining.hello
    while (marks.back === 0) {
      if (Date.now() > deadline)
        throw new Error('Redis takes what this node says, but does not give it back.')
      beat()
      await Promise.race([pause(200), new Promise<void>(resolve => echoes.push({ mark: 1, resolve }))])
    }
    say('hello', { after: 'start' })
  }
}
