import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { protocolHistory } from './protocol.history.ts'
import { describeWire, oldestProtocolVersion, protocolVersion } from './protocol.ts'

test('[WIRE8] the protocol version and its history move with the schemas', () => {
  const newest = protocolHistory.at(-1)
  assert.equal(newest?.version, protocolVersion)
  assert.equal(newest?.fingerprint, fingerprint(describeWire()), 'see protocol.history.ts')
})

test('[WIRE8] versions follow each other, and the one before is still served', () => {
  assert.deepEqual(
    protocolHistory.map(({ version }) => version),
    protocolHistory.map((_, index) => index + 1),
  )
  assert.ok(oldestProtocolVersion <= Math.max(1, protocolVersion - 1))
})

/** SHA-256 of the schemas as JSON with sorted keys: the order in which they are written does not matter. */
function fingerprint(wire: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(wire)))
    .digest('hex')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}
