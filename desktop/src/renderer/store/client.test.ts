import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startServer } from '../../../../server/test/server.ts'
import { createDevice, createMachine, type Device, pause } from '../../../test/client.ts'

const server = await startServer()
const devices: Device[] = []
after(() => Promise.all(devices.map(({ client }) => client.stop())))

async function start(name: string, options: Parameters<typeof createDevice>[2] = {}) {
  const person = await server.signUp(name)
  const device = createDevice(server.url, person, options)
  devices.push(device)
  await device.client.start()
  await device.until(({ connection }) => connection.state === 'online', 'online')
  const lobby = Object.values(device.state().snapshot.rooms).find(room => room.lobby)!.id
  return { ...device, person, lobby }
}

test('[OUT1] a post is shown at once, and once when its message arrives', async () => {
  const ada = await start('Ada1')
  await ada.client.openRoom(ada.lobby)
  const clientId = ada.client.post(ada.lobby, 'Hello')
  assert.equal(ada.state().outbox[0]?.clientId, clientId)
  const isThere = ({ snapshot }: ReturnType<Device['state']>) =>
    snapshot.timelines[ada.lobby]?.messages.some(message => message.clientId === clientId) ?? false
  const seenTwice: boolean[] = []
  ada.client.store.subscribe(state => seenTwice.push(isThere(state) && state.outbox.length > 0))
  await ada.until(isThere)
  assert.deepEqual(ada.state().outbox, [])
  assert.ok(!seenTwice.includes(true))
})

test('two people see each other’s posts', async () => {
  const ada = await start('Ada2')
  const grace = await start('Grace2')
  await ada.client.openRoom(ada.lobby)
  ada.client.post(ada.lobby, 'One')
  ada.client.post(ada.lobby, 'Two')
  const { snapshot } = await grace.until(({ snapshot }) => snapshot.rooms[ada.lobby]?.lastMessage?.body === 'Two')
  assert.ok(snapshot.rooms[ada.lobby]!.unreadCount >= 2)
  await pause(10)
})
