/** A fresh server with a crowd connected to it. */
import { type Arena, type Contender, type ContenderName, startContender } from './contenders.ts'
import { Crowd } from './crowd.ts'

export type Stage = { contender: Contender; crowd: Crowd; close(): Promise<void> }

export async function openStage(name: ContenderName, arena: Arena, members: number): Promise<Stage> {
  const contender = await startContender(name, arena)
  const crowd = new Crowd(contender.roomId)
  await crowd.connect(contender.doors(members))
  return {
    contender,
    crowd,
    async close() {
      await crowd.close()
      await contender.stop()
    },
  }
}
