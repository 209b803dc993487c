/** What is refused, here or by the real server, and what becomes of it. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { startServer } from '../../../../server/test/server.ts'
import { muteKilled } from '../../../test/client.ts'
import { bodies, isOffline } from '../../../test/seats.ts'
import { attachmentsOf, type Known, startSender } from '../../../test/sender.ts'
import type { ClientState } from './state.ts'

const server = await startServer({ quotaPerPerson: 3_000_000, forbiddenEndings: 'exe' })
const start = async (known?: Known) => {
  const ada = await startSender(server, known)
  await ada.until(({ uploadLimits }) => uploadLimits !== null, 'limits')
  return ada
}
const isSent = ({ outbox }: ClientState) => outbox.length === 0
const isFailed = ({ outbox }: ClientState) => typeof outbox[0]?.state === 'object'
const progressOf = ({ files }: ClientState, called: string) =>
  Object.values(files).find(({ name }) => name === called)?.progress

test('[FILE45] a quota counts every file once: those that wait, those on their way, those that are there', async () => {
  const ada = await start()
  assert.deepEqual(await ada.choose(['first.bin', randomBytes(2_000_000)]), [])
  const full = (name: string, size: number, left: number) => {
    return { name, reason: 'quota_exceeded', size, left, leftOf: 'person' }
  }
  const second = randomBytes(1_500_000)
  assert.deepEqual(await ada.choose(['second.bin', second]), [full('second.bin', 1_500_000, 1_000_000)])
  ada.client.post(ada.room, 'first')
  await ada.sendUpTo(200_000)
  const [fileId] = ada.state().outbox[0]!.fileIds!
  ada.client.pauseFile(fileId!)
  await ada.until(({ uploadLimits }) => uploadLimits?.left === 1_000_000, 'set aside')
  assert.deepEqual(await ada.choose(['second.bin', second]), [full('second.bin', 1_500_000, 1_000_000)])
  assert.deepEqual(await ada.choose(['third.bin', randomBytes(900_000)]), [])
  assert.deepEqual(await ada.choose(['fourth.bin', randomBytes(200_000)]), [
    full('fourth.bin', 200_000, 100_000),
  ])
  ada.release()
  ada.client.resumeFile(fileId!)
  ada.client.post(ada.room, 'third')
  await ada.until(isSent)
})

test('[FILE45] who deleted files is not refused for what was, and without a connection by what is known', async () => {
  const ada = await start()
  await ada.choose(['old.bin', randomBytes(2_500_000)])
  ada.client.post(ada.room, 'old')
  await ada.until(isSent)
  await ada.until(({ uploadLimits }) => uploadLimits?.left === 500_000, 'known')
  const { seq } = ada.state().snapshot.timelines[ada.room]!.messages.findLast(({ body }) => body === 'old')!
  const deleted = await ada.person.connect()
  await deleted.call('message:delete', { roomId: ada.room, seq })
  deleted.close()
  assert.deepEqual(await ada.choose(['new.bin', randomBytes(2_000_000)]), [])
  ada.network.refuse()
  await ada.until(isOffline)
  const refused = await ada.choose(['more.bin', randomBytes(1_000_001)])
  assert.deepEqual(
    refused.map(refusal => ({ left: 0, ...refusal }).left),
    [1_000_000],
  )
})

test('[FILE46] of several files the refused one says why, also after a kill, and the post goes without it', async t => {
  muteKilled(t)
  const ada = await start()
  const [refused] = await ada.choose(
    ['setup.exe', Buffer.from('program')],
    ['disk.iso', randomBytes(100)],
    ['notes.txt', Buffer.from('words')],
  )
  assert.deepEqual(refused, { name: 'setup.exe', reason: 'type_forbidden', rule: '.exe' })
  await ada.until(state => progressOf(state, 'notes.txt')?.state === 'waiting', 'copied')
  await server.restart({ forbiddenEndings: 'exe, iso' })
  const clientId = ada.client.post(ada.room, 'both')
  ada.client.post(ada.room, 'behind')
  const isRefused = (state: ClientState) =>
    isFailed(state) && progressOf(state, 'disk.iso')?.state === 'refused'
  await ada.until(isRefused, 'refused')
  assert.deepEqual(progressOf(ada.state(), 'disk.iso'), { state: 'refused', reason: 'type_forbidden' })
  assert.notEqual(progressOf(ada.state(), 'notes.txt')?.state, 'refused')
  await ada.until(state => bodies(state, ada.room).includes('behind'), 'behind')
  ada.machine.kill()
  await ada.client.stop()

  const again = await start(ada)
  assert.ok(isRefused(again.state()))
  again.client.retry(clientId)
  assert.deepEqual(progressOf(again.state(), 'disk.iso')?.state, 'waiting')
  await again.until(isRefused, 'refused again')
  const [disk] = again.state().outbox[0]!.fileIds!
  again.client.cancelFile(disk!)
  await again.until(isSent)
  assert.deepEqual(
    attachmentsOf(again.state(), ada.room, 'both').map(({ name }) => name),
    ['notes.txt'],
  )
})

test('[FILE46] what was refused does not stand in the way of what is chosen then', async () => {
  const ada = await start()
  ada.client.store.setState({ uploadLimits: null })
  await ada.choose(['huge.bin', randomBytes(3_000_001)])
  ada.client.post(ada.room, 'too much')
  await ada.until(state => progressOf(state, 'huge.bin')?.state === 'refused')
  await ada.until(({ uploadLimits }) => uploadLimits !== null, 'asked again')
  assert.deepEqual(await ada.choose(['fits.bin', randomBytes(3_000_000)]), [])
})

test('[FILE43] of several files one is cancelled: the others go, and the server forgets it', async () => {
  const ada = await start()
  await ada.choose(['no.bin', randomBytes(1_200_000)], ['yes.bin', randomBytes(1_200_000)])
  ada.client.post(ada.room, 'one of two')
  await ada.sendUpTo(200_000)
  const [no, yes] = ada.state().outbox[0]!.fileIds!
  ada.client.pauseFile(yes!)
  await ada.until(({ files }) => files[no!]!.progress.state === 'sending')
  ada.client.cancelFile(no!)
  assert.deepEqual(ada.state().outbox[0]!.fileIds, [yes])
  assert.equal(ada.state().trays[ada.room], undefined)
  ada.release()
  ada.client.resumeFile(yes!)
  await ada.until(isSent)
  assert.deepEqual(
    attachmentsOf(ada.state(), ada.room, 'one of two').map(({ name }) => name),
    ['yes.bin'],
  )
  for (let tries = 0; Number((await server.app.db('uploads').count({ n: '*' }).first())!.n) > 0; tries++) {
    assert.ok(tries < 100, 'the server forgot it')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
})

test('[FILE45] [FILE15] a full server still takes what it has, and nothing else', async () => {
  const ada = await start()
  const bytes = randomBytes(900_000)
  await ada.choose(['first.bin', bytes])
  ada.client.post(ada.room, 'the first')
  await ada.until(isSent)
  await server.restart({ quotaOfServer: 1_000_000 })
  await ada.until(({ uploadLimits }) => uploadLimits?.leftOf === 'server', 'known')
  const other = randomBytes(900_000)
  const refused = await ada.choose(['again.bin', bytes], ['other.bin', other])
  assert.deepEqual(
    refused.map(({ name, reason }) => [name, reason]),
    [['other.bin', 'quota_exceeded']],
  )
  ada.client.post(ada.room, 'once more')
  await ada.until(isSent)
  assert.deepEqual(
    attachmentsOf(ada.state(), ada.room, 'once more').map(({ name }) => name),
    ['again.bin'],
  )
})
