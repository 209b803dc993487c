/** Posts with files against the real server: what a person sees of them. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { startServer } from '../../../../server/test/server.ts'
import { muteKilled } from '../../../test/client.ts'
import { bodies, isOffline, isOnline } from '../../../test/seats.ts'
import { attachmentsOf, digest, type Known, startSender } from '../../../test/sender.ts'
import type { Offered, UploadsOptions } from './uploads.ts'

const server = await startServer({ largestFile: 5_000_000 })
const start = (known?: Known) => startSender(server, known)

test('[FILE40] a post with files is shown at once, arrives whole, and posts behind it keep their place', async () => {
  const ada = await start()
  const bytes = randomBytes(300_000)
  await ada.choose(['notes.bin', bytes], ['empty.txt', Buffer.alloc(0)])
  ada.client.post(ada.room, 'with files')
  ada.client.post(ada.room, 'behind')
  assert.deepEqual(
    ada.state().outbox.map(({ body, fileIds }) => [body, fileIds?.length]),
    [
      ['with files', 2],
      ['behind', undefined],
    ],
  )
  await ada.until(({ outbox }) => outbox.length === 0, 'all sent')
  assert.deepEqual(bodies(ada.state(), ada.room).slice(-2), ['with files', 'behind'])
  const [sent, empty] = attachmentsOf(ada.state(), ada.room, 'with files')
  assert.deepEqual([sent!.name, sent!.size, sent!.sha256], ['notes.bin', 300_000, digest(bytes)])
  assert.deepEqual([empty!.name, empty!.size], ['empty.txt', 0])
  await ada.until(({ files }) => Object.keys(files).length === 0, 'nothing left')
  assert.equal(ada.client.sentFile(sent!.id)?.blob.size, 300_000)
})

test('[FILE41] an upload that was cut goes on where it was, and a killed app finishes what it began', async t => {
  muteKilled(t)
  const ada = await start()
  const bytes = randomBytes(3_000_000)
  await ada.choose(['large.bin', bytes])
  ada.client.post(ada.room, 'large')
  await ada.sendUpTo(600_000)
  ada.network.refuse()
  await ada.until(isOffline)
  const uploadUrl = await ada.kept()
  ada.machine.kill()
  await ada.client.stop()

  const again = await start(ada)
  assert.deepEqual(
    again.state().outbox.map(({ body, fileIds }) => [body, fileIds?.length]),
    [['large', 1]],
  )
  const offsets: number[] = []
  again.client.store.subscribe(({ files }) => {
    for (const { progress } of Object.values(files))
      if (progress.state === 'sending') offsets.push(progress.sent)
  })
  ada.network.heal()
  again.client.reconnect()
  await again.until(({ outbox }) => outbox.length === 0, 'sent')
  const [sent] = attachmentsOf(again.state(), ada.room, 'large')
  assert.equal(sent!.sha256, digest(bytes))
  assert.equal(sent!.id, uploadUrl.split('/').at(-1), 'it is the same upload')
  assert.ok(Math.min(...offsets) >= 600_000, `went on at ${Math.min(...offsets)}`)
})

test('[FILE41] a restarted server goes on with it, and one that forgot it gets it anew', async () => {
  const ada = await start()
  const bytes = randomBytes(2_000_000)
  await ada.choose(['kept.bin', bytes])
  ada.client.post(ada.room, 'kept')
  await ada.sendUpTo(300_000)
  await server.restart()
  ada.release()
  await ada.until(({ outbox }) => outbox.length === 0, 'sent after a restart')
  assert.equal(attachmentsOf(ada.state(), ada.room, 'kept')[0]!.sha256, digest(bytes))

  const other = randomBytes(2_000_000)
  await ada.choose(['forgotten.bin', other])
  ada.client.post(ada.room, 'forgotten')
  await ada.sendUpTo(300_000)
  const [fileId] = ada.state().outbox[0]!.fileIds!
  ada.client.pauseFile(fileId!)
  const uploadUrl = await ada.kept()
  const dropped = await fetch(uploadUrl, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${ada.person.token}`, 'tus-resumable': '1.0.0' },
  })
  assert.equal(dropped.status, 204)
  ada.release()
  ada.client.resumeFile(fileId!)
  await ada.until(({ outbox }) => outbox.length === 0, 'sent anew')
  const [sent] = attachmentsOf(ada.state(), ada.room, 'forgotten')
  assert.equal(sent!.sha256, digest(other))
  assert.notEqual(sent!.id, uploadUrl.split('/').at(-1))
})

test('[FILE42] a paused file lets the posts behind its own go on', async () => {
  const ada = await start()
  await ada.choose(['slow.bin', randomBytes(2_000_000)])
  ada.client.post(ada.room, 'first')
  const [fileId] = ada.state().outbox[0]!.fileIds!
  ada.client.pauseFile(fileId!)
  ada.client.post(ada.room, 'second')
  await ada.until(state => bodies(state, ada.room).includes('second'), 'second')
  assert.deepEqual(
    ada.state().outbox.map(({ body }) => body),
    ['first'],
  )
  ada.client.resumeFile(fileId!)
  await ada.until(({ outbox }) => outbox.length === 0)
  assert.deepEqual(bodies(ada.state(), ada.room).slice(-2), ['second', 'first'])
})

test('[FILE91] what was offered directly and is not posted is taken back there, also after a restart', async t => {
  muteKilled(t)
  const told: Offered[] = []
  let isReachable = true
  const direct: UploadsOptions['direct'] = {
    // It led nowhere: the server goes on.
    send: async ({ onOffered }) => void onOffered(),
    takeBack: async offered => isReachable && told.push(offered) > 0,
  }
  const ada = await startSender(server, undefined, { direct })
  await ada.choose(['posted.bin', randomBytes(10_000)])
  ada.client.post(ada.room, 'posted')
  await ada.until(({ outbox }) => outbox.length === 0, 'sent')
  assert.deepEqual(told, [], 'what was posted stays')

  const bytes = randomBytes(3_000_000)
  await ada.choose(['taken.bin', bytes])
  ada.client.post(ada.room, 'taken back')
  await ada.sendUpTo(300_000)
  ada.client.pauseFile(ada.state().outbox[0]!.fileIds![0]!)
  await ada.kept()
  ada.machine.kill()
  await ada.client.stop()
  const again = await startSender(server, ada, { direct })
  await again.until(isOnline)
  isReachable = false
  again.client.discard(again.state().outbox[0]!.clientId)
  await again.until(({ files }) => Object.keys(files).length === 0, 'dropped')
  assert.deepEqual(told, [])
  // Whom it could not be told, it is told with the next connection.
  isReachable = true
  again.network.refuse()
  await again.until(isOffline)
  again.network.heal()
  again.client.reconnect()
  await again.until(() => told.length > 0, 'told')
  assert.deepEqual(told, [{ roomId: ada.room, sha256: digest(bytes), attachmentId: undefined }])
})

test('[FILE43] a post that is taken back gives its words and files back, and the server forgets them', async () => {
  const ada = await start()
  await ada.choose(['secret.bin', randomBytes(2_000_000)])
  const clientId = ada.client.post(ada.room, 'wait')
  await ada.sendUpTo(200_000)
  const uploadUrl = await ada.kept()
  assert.equal(await ada.status(uploadUrl), 200)
  assert.deepEqual(ada.client.takeBack(clientId), { text: 'wait' })
  assert.deepEqual(ada.state().outbox, [])
  assert.equal(ada.state().trays[ada.room]?.length, 1)
  for (let tries = 0; (await ada.status(uploadUrl)) !== 404; tries++) {
    assert.ok(tries < 50, 'the server forgot it')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  ada.release()
  ada.client.post(ada.room, 'now')
  await ada.until(({ outbox }) => outbox.length === 0)
  assert.equal(attachmentsOf(ada.state(), ada.room, 'now')[0]!.name, 'secret.bin')
})

test('[FILE45] what is too large is refused before it is in the tray, also offline, and the limit is named', async () => {
  const ada = await start()
  await ada.until(({ uploadLimits }) => uploadLimits !== null, 'limits')
  const refused = { name: 'huge.bin', reason: 'too_large', size: 5_000_001, limit: 5_000_000 }
  assert.deepEqual(await ada.choose(['huge.bin', Buffer.alloc(5_000_001)]), [refused])
  assert.equal(ada.state().trays[ada.room], undefined)
  assert.deepEqual(await ada.choose(['fits.bin', Buffer.alloc(5_000_000)]), [])
  await ada.client.stop()
  ada.network.refuse()
  const again = await start(ada)
  assert.deepEqual(await again.choose(['huge.bin', Buffer.alloc(5_000_001)]), [refused])
  assert.equal(again.state().trays[ada.room]?.length, 1)
})

test('[FILE46] a refused upload leaves the post in its place with the reason, and can be sent again', async () => {
  const ada = await start()
  await ada.until(({ uploadLimits }) => uploadLimits !== null, 'limits')
  // As on the first start without a connection.
  ada.client.store.setState({ uploadLimits: null })
  await ada.choose(['huge.bin', Buffer.alloc(5_000_001, 1)])
  const clientId = ada.client.post(ada.room, 'too much')
  ada.client.post(ada.room, 'behind')
  await ada.until(({ outbox }) => typeof outbox[0]?.state === 'object', 'refused')
  assert.equal((ada.state().outbox[0]!.state as { failed: { code: string } }).failed.code, 'too_large')
  await ada.until(state => bodies(state, ada.room).includes('behind'), 'behind')
  assert.equal(Object.keys(ada.state().files).length, 1)
  ada.client.retry(clientId)
  await ada.until(({ outbox }) => typeof outbox[0]?.state === 'object', 'refused again')
  assert.equal(ada.client.discard(clientId), 'too much')
  await ada.until(({ files }) => Object.keys(files).length === 0, 'nothing left')
})

test('[FILE47] what the server has and this person may read is proven, not sent', async () => {
  const ada = await start()
  const bytes = randomBytes(2_000_000)
  await ada.choose(['one.bin', bytes])
  ada.client.post(ada.room, 'one')
  await ada.until(({ outbox }) => outbox.length === 0)
  let bytesSent = 0
  ada.client.store.subscribe(({ files }) => {
    for (const { progress } of Object.values(files)) if ('sent' in progress) bytesSent += progress.sent
  })
  await ada.choose(['again.bin', bytes])
  ada.client.post(ada.room, 'again')
  await ada.until(({ outbox }) => outbox.length === 0)
  const [sent] = attachmentsOf(ada.state(), ada.room, 'again')
  assert.deepEqual([sent!.name, sent!.sha256], ['again.bin', digest(bytes)])
  assert.equal(bytesSent, 0)
})

test('[FILE48] the tray survives a killed app, with new names', async t => {
  muteKilled(t)
  const ada = await start()
  await ada.choose(['draft.txt', Buffer.from('half')])
  const [id] = ada.state().trays[ada.room]!
  ada.client.renameFile(id!, '초안.txt')
  await ada.until(({ files }) => files[id!]?.progress.state === 'waiting', 'copied')
  await new Promise(resolve => setTimeout(resolve, 50))
  ada.machine.kill()
  await ada.client.stop()
  const again = await start(ada)
  const [restored] = again.state().trays[ada.room]!.map(id => again.state().files[id]!)
  assert.equal(restored!.name, '초안.txt')
  assert.equal(await restored!.blob.text(), 'half')
  again.client.post(ada.room, '')
  await again.until(({ outbox }) => outbox.length === 0)
  assert.equal(attachmentsOf(again.state(), ada.room, '')[0]!.name, '초안.txt')
})
