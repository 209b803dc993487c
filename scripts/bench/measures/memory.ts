/** Memory that an idle authenticated connection takes: growth of resident memory, garbage collected before and after. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Arena, type Contender, type ContenderName, startContender } from '../contenders.ts'
import { Crowd } from '../crowd.ts'
import type { Row } from '../report.ts'
import { residentBytes } from '../usage.ts'

const connections = 2_000
/** Connected and gone before the first reading, so that code and pools that any first connection makes are not counted. */
const earlier = 200

export async function measureMemory(arena: Arena, quick: boolean): Promise<Row[]> {
  const values: Partial<Record<ContenderName, number>> = {}
  const atRest: Partial<Record<ContenderName, number>> = {}
  for (const name of ['bare', 'chatter'] as const) {
    const contender = await startContender(name, arena)
    const { before, after } = await measureOne(contender, quick ? 500 : connections)
    await contender.stop()
    values[name] = (after - before) / (quick ? 500 : connections) / 1024
    atRest[name] = before / 1024 / 1024
  }
  return [
    { measure: 'memory per idle connection', unit: 'KiB', values, demand: { is: 'at most', times: 1.5 } },
    { measure: 'memory of the server without connections', unit: 'MiB', values: atRest },
  ]
}

async function measureOne(contender: Contender, count: number) {
  const first = await connect(contender, earlier)
  await settled(contender)
  await first.close()
  const before = await settled(contender)
  const crowd = await connect(contender, count)
  const after = await settled(contender)
  await crowd.close()
  return { before, after }
}

/** A few at a time, as people come. */
async function connect(contender: Contender, count: number) {
  const crowd = new Crowd(contender.roomId)
  const doors = contender.doors(count)
  for (let at = 0; at < count; at += 50) await crowd.connect(doors.slice(at, at + 50))
  return crowd
}

/** Resident memory once what is left over from connecting has been said and collected. */
async function settled(contender: Contender) {
  await sleep(2_000)
  for (let round = 0; round < 3; round++) {
    contender.collectGarbage()
    await sleep(500)
  }
  return residentBytes(contender.pid)
}
