/**
 * Many members of one room. Everybody receives the same events in the same order, so an event is decoded once, for the
 * first who receives it, and compared byte by byte with its beginning for all others; that every member gets every
 * message once and in order is thereby checked as well.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { recognisable } from './frames.ts'
import { Histogram } from './histogram.ts'
import { type Door, Member, type MemberListener } from './member.ts'

/** One `messages:posted`, as all members see it. */
type Group = { beginning: Buffer; length: number; posts: number[]; missing: number }

const usual = [
  '내일 오전 10시에 배포합니다. 그 전에 검토가 필요한 분은 오늘 저녁까지 알려 주세요.',
  'The build is green again; the flaky test waited for the wrong window.',
  '점심 같이 드실 분? 12시 반에 1층 로비에서 만나요.',
  'I pushed the fix for the reconnect loop, could somebody have a look before I merge it?',
]

export class Crowd implements MemberListener {
  readonly members: Member[] = []
  /** Send → delivery of the posts that are measured, in milliseconds. */
  readonly latencies = new Histogram()
  posted = 0
  acknowledged = 0
  /** Messages received, summed over members. */
  delivered = 0
  deliveredMeasured = 0
  /** The first thing that went wrong; nothing may. */
  fault: string | undefined
  /** What they post, one after the other. */
  bodies: readonly string[] = usual
  /** Told of each acknowledgement, so that a closed loop can post again. */
  onAcknowledgement: (member: Member) => void = () => {}
  /** Any event that is not `messages:posted`, as text. */
  onOther: (member: Member, text: string) => void = () => {}
  private readonly groups: (Group | undefined)[] = []
  private readonly sentAt: number[] = []
  private readonly run = randomBytes(2).toString('hex')
  private readonly roomId: number
  private measured = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY }

  constructor(roomId: number) {
    this.roomId = roomId
  }

  async connect(doors: Door[]): Promise<void> {
    const fresh = doors.map(door => new Member(door, this))
    this.members.push(...fresh)
    await Promise.all(fresh.map(member => member.connected))
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map(member => member.close()))
  }

  /** Posts, as if sent at `at`: in an open loop that is when it was due, so that a late generator does not flatter. */
  post(member: Member, at = performance.now()): void {
    const index = this.posted++
    this.sentAt.push(at)
    const body = this.bodies[index % this.bodies.length]
    member.call('message:post', index, { roomId: this.roomId, clientId: this.clientIdOf(index), body })
  }

  /** From now on posts are measured, until {@link stopMeasuring}. */
  startMeasuring(): void {
    this.latencies.clear()
    this.deliveredMeasured = 0
    this.measured = { from: this.posted, to: Number.POSITIVE_INFINITY }
  }

  /** How many posts were measured. */
  stopMeasuring(): number {
    this.measured.to = this.posted
    return this.posted - this.measured.from
  }

  /** Waits until every post has reached every member. Whether that happened in time. */
  async settle(patience: number): Promise<boolean> {
    const deadline = performance.now() + patience
    while (this.delivered < this.posted * this.members.length) {
      if (this.fault || performance.now() > deadline) return false
      await sleep(5)
    }
    return !this.fault
  }

  onPosted(member: Member, bytes: Buffer, start: number, end: number): void {
    const known = this.groups[member.received]
    if (!known) this.groups[member.received] = this.decode(bytes, start, end)
    if (known && !isSame(known, bytes, start, end - start)) this.fail('members received different events')
    else this.onRecognised(member)
  }

  recognises(member: Member, bytes: Buffer, start: number, length: number): boolean {
    const group = this.groups[member.received]
    return group !== undefined && isSame(group, bytes, start, length)
  }

  onRecognised(member: Member): void {
    const group = this.groups[member.received]!
    const now = performance.now()
    for (const index of group.posts) {
      if (index < this.measured.from || index >= this.measured.to) continue
      this.latencies.add(now - this.sentAt[index]!)
      this.deliveredMeasured++
    }
    this.delivered += group.posts.length
    if (--group.missing === 0) this.groups[member.received] = undefined
    member.received++
  }

  onAcknowledged(member: Member, _id: number, accepted: boolean, text: () => string): void {
    if (accepted) this.acknowledged++
    else this.fail(`a post was refused: ${text()}`)
    if (accepted) this.onAcknowledgement(member)
  }

  onEvent(member: Member, text: string): void {
    this.onOther(member, text)
  }

  onLost(_member: Member, why: string): void {
    this.fail(`a member was disconnected: ${why}`)
  }

  private decode(bytes: Buffer, start: number, end: number): Group {
    const [, payload] = JSON.parse(bytes.toString('utf8', start + 2, end))
    const posts = payload.messages.map((message: { clientId: string }) => this.indexOf(message.clientId))
    const beginning = Buffer.from(bytes.subarray(start, Math.min(start + recognisable, end)))
    return { beginning, length: end - start, posts, missing: this.members.length }
  }

  /** A UUIDv7 in form, whose end is the post's index. */
  private clientIdOf(index: number) {
    const time = Date.now().toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7000-8${this.run.slice(1)}-${index.toString(16).padStart(12, '0')}`
  }

  private indexOf(clientId: string) {
    if (clientId.slice(20, 23) !== this.run.slice(1)) this.fail('a message arrived that nobody here posted')
    return Number.parseInt(clientId.slice(24), 16)
  }

  private fail(why: string) {
    this.fault ??= why
  }
}

function isSame({ beginning, length }: Group, bytes: Buffer, start: number, size: number) {
  return length === size && beginning.compare(bytes, start, start + beginning.length) === 0
}
