/** Somebody who posts now and then, and waits until it is there. */
import { randomUUID } from 'node:crypto'
import { type Door, Member } from './member.ts'

export type Voice = { say(roomId: number, body: string): Promise<void>; close(): Promise<void> }

export async function openVoice(door: Door): Promise<Voice> {
  const waiting = new Map<number, PromiseWithResolvers<void>>()
  let calls = 0
  let isLost: Error | undefined
  const member = new Member(door, {
    onPosted() {},
    recognises: () => false,
    onRecognised() {},
    onEvent() {},
    onAcknowledged(_, id, accepted, text) {
      if (accepted) waiting.get(id)?.resolve()
      else waiting.get(id)?.reject(new Error(`A post was refused: ${text()}`))
      waiting.delete(id)
    },
    onLost(_, why) {
      isLost = new Error(`The one who posts was disconnected: ${why}`)
      for (const { reject } of waiting.values()) reject(isLost)
    },
  })
  await member.connected
  return {
    say(roomId, body) {
      const said = Promise.withResolvers<void>()
      if (isLost) said.reject(isLost)
      else {
        waiting.set(++calls, said)
        member.call('message:post', calls, { roomId, clientId: newClientId(), body })
      }
      return said.promise
    },
    close: () => member.close(),
  }
}

/** A UUIDv7 in form. */
function newClientId(): string {
  const [time, more, , ...rest] = randomUUID().split('-')
  return [time, more, '7000', ...rest].join('-')
}
