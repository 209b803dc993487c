/** How posts are offered: at a rate whatever happens (open loop), or always the same number in flight (closed loop). */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Contender } from './contenders.ts'
import type { Crowd } from './crowd.ts'
import { cpuSeconds } from './usage.ts'

export type Sample = {
  seconds: number
  posts: number
  /** Posts acknowledged per second. */
  acknowledgedRate: number
  /** Messages that reached members per second. */
  deliveryRate: number
  /** Milliseconds from send to delivery. */
  p50: number
  p99: number
  /** Every measured post reached every member. */
  complete: boolean
  fault: string | undefined
  /** Microseconds of the server's processor time per delivery, and of its database's. */
  cpu: number
  databaseCpu: number
  /** Share of its core that this load generator used. */
  generator: number
}

/** Posts `rate` times a second, in turn from every member, for `warmup` and then `seconds` that are measured. */
export async function offer(
  crowd: Crowd,
  contender: Contender,
  {
    rate,
    warmup,
    seconds,
    patience = 1_000,
  }: { rate: number; warmup: number; seconds: number; patience?: number },
): Promise<Sample> {
  await postAtRate(crowd, rate, warmup)
  const stop = measure(crowd, contender)
  await postAtRate(crowd, rate, seconds)
  return stop(patience)
}

/** Keeps `inFlight` posts unacknowledged, for `warmup` and then `seconds` that are measured. */
export async function saturate(
  crowd: Crowd,
  contender: Contender,
  { inFlight, warmup, seconds }: { inFlight: number; warmup: number; seconds: number },
): Promise<Sample> {
  crowd.onAcknowledgement = member => crowd.post(member)
  for (let post = 0; post < inFlight; post++) crowd.post(crowd.members[post % crowd.members.length]!)
  await sleep(warmup * 1000)
  const stop = measure(crowd, contender)
  await sleep(seconds * 1000)
  const sample = stop(2_000)
  crowd.onAcknowledgement = () => {}
  return sample
}

async function postAtRate(crowd: Crowd, rate: number, seconds: number) {
  const start = performance.now()
  const total = Math.round(rate * seconds)
  let offered = 0
  while (offered < total && !crowd.fault) {
    // A post is due at the beginning of its interval.
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * rate) + 1)
    for (; offered < due; offered++) {
      const member = crowd.members[crowd.posted % crowd.members.length]!
      crowd.post(member, start + (offered / rate) * 1000)
    }
    if (rate > seldom) await sleep(1)
    else await untilDue(start + (offered / rate) * 1000)
  }
}

/** Posts a second. When more are due, the generator wakes in every millisecond and posts what is. */
const seldom = 100

/**
 * Stays awake until `due`. A timer is late by a millisecond or two, and where both processors of a virtual machine sleep, each can
 * take 9 ms to wake (seen with one byte sent to and fro): that would be most of what is measured where nothing else happens.
 */
async function untilDue(due: number) {
  while (performance.now() < due) await new Promise(setImmediate)
}

/** Starts to measure; the answer stops and, after what is still under way has arrived, tells. */
function measure(crowd: Crowd, { pid, databasePid }: Contender) {
  const databaseCpu = () => (databasePid === undefined ? 0 : cpuSeconds(databasePid))
  const start = performance.now()
  const before = {
    own: process.cpuUsage(),
    cpu: cpuSeconds(pid),
    databaseCpu: databaseCpu(),
    delivered: crowd.delivered,
    acknowledged: crowd.acknowledged,
  }
  crowd.startMeasuring()
  return async (patience: number): Promise<Sample> => {
    const posts = crowd.stopMeasuring()
    const seconds = (performance.now() - start) / 1000
    const deliveries = crowd.delivered - before.delivered
    const own = process.cpuUsage(before.own)
    const perDelivery = (used: number) => (used / deliveries) * 1_000_000
    const sample = {
      seconds,
      posts,
      acknowledgedRate: (crowd.acknowledged - before.acknowledged) / seconds,
      deliveryRate: deliveries / seconds,
      cpu: perDelivery(cpuSeconds(pid) - before.cpu),
      databaseCpu: perDelivery(databaseCpu() - before.databaseCpu),
      generator: (own.user + own.system) / 1_000_000 / seconds,
    }
    const complete =
      (await crowd.settle(patience)) && crowd.deliveredMeasured === posts * crowd.members.length
    const { latencies, fault } = crowd
    return { ...sample, complete, fault, p50: latencies.quantile(0.5), p99: latencies.quantile(0.99) }
  }
}
