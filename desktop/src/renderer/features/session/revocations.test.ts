import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBadNetwork } from '../../../../../server/test/bad-network.ts'
import { startServer } from '../../../../../server/test/server.ts'
import type { Bridge } from '../../../bridge/bridge.ts'
import { createRevocations } from './revocations.ts'

const server = await startServer()

test('[SES13] a log-out that the server did not hear of is told when it is reached, after a restart too', async () => {
  const [ada, grace] = await Promise.all([server.signUp('ada'), server.signUp('grace')])
  const network = await startBadNetwork(server.url)
  const secrets = createSecrets()
  const isIn = async ({ api }: typeof ada) => (await api('GET', '/api/v1/me')).status === 200

  network.refuse()
  const revocations = createRevocations(secrets)
  await Promise.all([revocations.keep(network.url, ada.token), revocations.keep(network.url, grace.token)])
  await revocations.send(network.url)
  assert.deepEqual([await isIn(ada), await isIn(grace)], [true, true])
  assert.equal(secrets.kept.size, 1)

  network.heal()
  const again = createRevocations(secrets)
  await again.send('http://another.test')
  assert.equal(secrets.kept.size, 1)
  await again.send(network.url)
  assert.deepEqual([await isIn(ada), await isIn(grace)], [false, false])
  assert.equal(secrets.kept.size, 0)

  await again.keep(network.url, ada.token)
  await again.send(network.url)
  assert.equal(secrets.kept.size, 0, 'a session that is over needs no telling')
})

/** Stands in for the keychain. */
function createSecrets() {
  const kept = new Map<string, string>()
  const ask = async (asked: string, { name, value }: { name: string; value?: string }) => {
    if (asked === 'secret:write') kept.set(name, value!)
    else if (asked === 'secret:delete') kept.delete(name)
    else return kept.get(name) ?? null
  }
  return { kept, ask: ask as Bridge['ask'] }
}
