import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { receiveBytes, sendBytes } from './bytes.ts'
import { type Channel, createLine, LineBroken, lineWindow } from './line.ts'
import { readSignal } from './signals.ts'

/** Two ends of a channel as the browser has them: what is sent waits in a buffer, and arrives some time later, in order. */
function channelPair() {
  const ends = [createEnd(), createEnd()] as const
  ends[0].other = ends[1]
  ends[1].other = ends[0]
  return { sender: ends[0], receiver: ends[1] }
}

function createEnd() {
  const target = new EventTarget()
  const end = {
    other: undefined as { arrive(data: unknown): void; close(): void } | undefined,
    readyState: 'open' as RTCDataChannelState,
    bufferedAmount: 0,
    bufferedAmountLowThreshold: 0,
    binaryType: 'blob' as BinaryType,
    most: 0,
    addEventListener: target.addEventListener.bind(target) as Channel['addEventListener'],
    arrive: (data: unknown) => void target.dispatchEvent(new MessageEvent('message', { data })),
    send(data: string | Uint8Array) {
      if (end.readyState !== 'open') throw new Error('InvalidStateError')
      const copy = typeof data === 'string' ? data : new Uint8Array(data).buffer
      const length = typeof copy === 'string' ? copy.length : copy.byteLength
      end.bufferedAmount += length
      end.most = Math.max(end.most, end.bufferedAmount)
      setImmediate(() => {
        const before = end.bufferedAmount
        end.bufferedAmount -= length
        if (end.readyState === 'open') end.other?.arrive(copy)
        if (before > end.bufferedAmountLowThreshold && end.bufferedAmount <= end.bufferedAmountLowThreshold)
          target.dispatchEvent(new Event('bufferedamountlow'))
      })
    },
    close() {
      if (end.readyState === 'closed') return
      end.readyState = 'closed'
      setImmediate(() => {
        target.dispatchEvent(new Event('close'))
        end.other?.close()
      })
    },
  }
  return end
}

const linePair = () => {
  const { sender, receiver } = channelPair()
  return {
    channels: { sender, receiver },
    from: createLine(sender as unknown as Channel),
    to: createLine(receiver as unknown as Channel),
  }
}

/** A disk that takes its time. */
function createDisk(there: Uint8Array = new Uint8Array(), delay = 0) {
  let content = Buffer.from(there)
  return {
    content: () => content,
    offset: there.length,
    async write(offset: number, bytes: Uint8Array) {
      assert.equal(offset, content.length)
      if (delay) await pause(delay)
      content = Buffer.concat([content, bytes])
    },
  }
}

const bytes = randomBytes(3_000_001)
const blob = new Blob([bytes])
const ignore = () => {}

test('[FILE72] a file goes over a line, is whole, and both sides know how far it is', async () => {
  const { from, to } = linePair()
  const disk = createDisk()
  const [sent, received]: [number[], number[]] = [[], []]
  const check = async () => disk.content().equals(bytes)
  const [, isWhole] = await Promise.all([
    sendBytes({ line: from, blob, onProgress: at => sent.push(at) }),
    receiveBytes({ line: to, size: blob.size, ...disk, check, onProgress: at => received.push(at) }),
  ])
  assert.ok(isWhole)
  for (const told of [sent, received]) {
    assert.equal(told.at(-1), blob.size)
    assert.deepEqual(
      told,
      told.toSorted((a, b) => a - b),
    )
  }
})

test('[FILE74] what the receiver has is not sent again', async () => {
  const { from, to, channels } = linePair()
  const disk = createDisk(bytes.subarray(0, 2_900_000))
  const check = async () => disk.content().equals(bytes)
  const told: number[] = []
  await Promise.all([
    sendBytes({ line: from, blob, onProgress: at => told.push(at) }),
    receiveBytes({ line: to, size: blob.size, ...disk, check, onProgress: ignore }),
  ])
  assert.equal(told[0], 2_900_000)
  assert.ok(channels.sender.most <= 100_001)
})

test('[FILE74] the first word on a line may be lost', async () => {
  for (const there of [0, bytes.length]) {
    const { from, to, channels } = linePair()
    const { send } = channels.receiver
    channels.receiver.send = () => {
      channels.receiver.send = send
    }
    const disk = createDisk(bytes.subarray(0, there))
    const [, isWhole] = await Promise.all([
      sendBytes({ line: from, blob, onProgress: ignore }),
      receiveBytes({
        line: to,
        size: blob.size,
        ...disk,
        check: async () => disk.content().equals(bytes),
        onProgress: ignore,
      }),
    ])
    assert.ok(isWhole)
  }
})

test('[FILE74] an invitation that comes twice changes nothing', async () => {
  const { from, to, channels } = linePair()
  const disk = createDisk()
  const told: number[] = []
  const { send } = channels.receiver
  channels.receiver.send = data => {
    send(data)
    send(JSON.stringify({ is: 'go', offset: 0 }))
  }
  await Promise.all([
    sendBytes({ line: from, blob, onProgress: at => told.push(at) }),
    receiveBytes({ line: to, size: blob.size, ...disk, check: async () => true, onProgress: ignore }),
  ])
  assert.ok(disk.content().equals(bytes))
  assert.deepEqual(
    told,
    told.toSorted((a, b) => a - b),
  )
})

test('[FILE74] a file that is there whole is only verified', async () => {
  const { from, to, channels } = linePair()
  const check = async () => true
  await Promise.all([
    sendBytes({ line: from, blob, onProgress: ignore }),
    receiveBytes({ line: to, size: blob.size, ...createDisk(bytes), check, onProgress: ignore }),
  ])
  assert.equal(channels.sender.most, 0)
})

test('[FILE72] a slow disk holds the sender back: only a part of the file is in memory', async () => {
  const { from, to, channels } = linePair()
  const large = new Blob([new Uint8Array(2.5 * lineWindow)])
  const disk = createDisk(undefined, 4)
  let ahead = 0
  let had = 0
  const send = channels.sender.send
  let sent = 0
  channels.sender.send = data => {
    sent += data.length
    ahead = Math.max(ahead, sent - had)
    send(data)
  }
  await Promise.all([
    sendBytes({ line: from, blob: large, onProgress: ignore }),
    receiveBytes({
      line: to,
      size: large.size,
      ...disk,
      check: async () => true,
      onProgress: at => {
        had = at
      },
    }),
  ])
  assert.ok(ahead <= lineWindow + 1024 * 1024, `${ahead} bytes on their way`)
  assert.ok(channels.sender.most <= lineWindow, `${channels.sender.most} bytes in the channel`)
})

test('[FILE74] a line that breaks in the middle ends both sides, and the offset that is reached stays', async () => {
  const { from, to, channels } = linePair()
  const disk = createDisk()
  const write = async (offset: number, some: Uint8Array) => {
    await disk.write(offset, some)
    channels.receiver.close()
  }
  const [sending, receiving] = await Promise.allSettled([
    sendBytes({ line: from, blob: new Blob([bytes, new Uint8Array(9_000_000)]), onProgress: ignore }),
    receiveBytes({ line: to, size: 12_000_001, ...disk, write, check: async () => true, onProgress: ignore }),
  ])
  for (const end of [sending, receiving])
    assert.ok(end.status === 'rejected' && end.reason instanceof LineBroken, JSON.stringify(end))
  assert.ok(disk.content().length > 0)
  assert.ok(bytes.subarray(0, disk.content().length).equals(disk.content().subarray(0, bytes.length)))
})

test('[FILE73] other bytes than those that were offered are refused, and the sender is told', async () => {
  const { from, to } = linePair()
  const [sending, receiving] = await Promise.allSettled([
    sendBytes({ line: from, blob, onProgress: ignore }),
    receiveBytes({
      line: to,
      size: blob.size,
      ...createDisk(),
      check: async () => false,
      onProgress: ignore,
    }),
  ])
  assert.ok(sending.status === 'rejected' && sending.reason instanceof LineBroken)
  assert.ok(receiving.status === 'fulfilled' && receiving.value === false)
})

test('[FILE72] more than was offered is not taken, nor what comes without waiting', async () => {
  const short = linePair()
  const receiving = receiveBytes({
    line: short.to,
    size: 1_000,
    ...createDisk(),
    check: async () => true,
    onProgress: ignore,
  })
  short.from.send(new Uint8Array(1_001))
  await assert.rejects(receiving, LineBroken)

  const flood = linePair()
  for (let n = 0; n < 300; n++) flood.from.send(new Uint8Array(64 * 1024))
  await pause(50)
  assert.equal(flood.channels.receiver.readyState, 'closed')
})

test('[FILE72] what no app says is not understood: words on the line, and signals', async () => {
  const { from, to, channels } = linePair()
  channels.receiver.send('{"is": "go", "offset": -1}')
  await assert.rejects(sendBytes({ line: from, blob, onProgress: ignore }), LineBroken)
  await assert.rejects(
    to.until(() => false, 1_000),
    LineBroken,
  )
  for (const payload of ['', '{', '{"is":"offer"}', '{"is":"sing"}', 'null', '[]'])
    assert.equal(readSignal(payload), undefined)
  const wish = { is: 'cannot', wish: '01890000-0000-7000-8000-000000000000' }
  assert.deepEqual(readSignal(JSON.stringify(wish)), wish)
})

test('[FILE72] a silent other side is not waited for endlessly', async () => {
  const { from } = linePair()
  await assert.rejects(
    from.until(() => false, 30),
    /silent/,
  )
})
