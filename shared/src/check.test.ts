import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { fits } from './check.ts'
import { Message } from './messages.ts'
import { calls, documents, events } from './protocol.ts'

const schemas: [string, TSchema][] = [
  ...Object.entries(events),
  ...Object.entries(documents),
  ...Object.entries(calls).flatMap(([name, { request, answer }]): [string, TSchema][] => [
    [`${name} request`, request],
    [`${name} answer`, answer],
  ]),
]

test('every schema of the wire is understood, and judged as TypeBox judges it', () => {
  for (const [name, schema] of schemas) {
    const good = exampleOf(schema as Schema)
    assert.equal(fits(schema, good), true, name)
    fc.assert(
      fc.property(spoiled(good), value => {
        assert.equal(fits(schema, value), Value.Check(schema, value), `${name}: ${JSON.stringify(value)}`)
      }),
      { numRuns: 60 },
    )
  }
})

test('a message fits, a spoiled one does not', () => {
  const clientId = '0198b2c4-0000-7000-8000-000000000000'
  const author = { id: 1, displayName: 'Ada' }
  const message = { roomId: 1, seq: 1, rev: 1, clientId, kind: 'post', author, body: '', createdAt: 0 }
  assert.equal(fits(Message, message), true)
  assert.equal(fits(Message, { ...message, clientId: null, ofNextYear: [] }), true)
  for (const wrong of [
    { seq: -1 },
    { seq: 1.5 },
    { kind: 'poem' },
    { author: {} },
    { clientId: 'x' },
    { body: undefined },
  ])
    assert.equal(fits(Message, { ...message, ...wrong }), false, JSON.stringify(wrong))
})

test('what no check understands is not passed over in silence', () => {
  assert.throws(() => fits(Type.Tuple([Type.String()]), ['a']), /No check understands/)
  assert.throws(() => fits(Type.Array(Type.String(), { uniqueItems: true }), ['a']), /uniqueItems/)
})

/** The value as it is, or with something in it replaced, left out or added. */
function spoiled(value: unknown): fc.Arbitrary<unknown> {
  const odd = fc.constantFrom(null, -1, 1.5, 3, '', 'x'.repeat(70_000), true, [], {}, Number.NaN, 2 ** 60)
  const arbitraries: fc.Arbitrary<unknown>[] = [fc.constant(value), odd]
  if (Array.isArray(value))
    arbitraries.push(fc.array(value.length > 0 ? spoiled(value[0]) : odd, { maxLength: 3 }))
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) {
      arbitraries.push(spoiled(inner).map(other => ({ ...value, [name]: other })))
      arbitraries.push(
        fc.constant(Object.fromEntries(Object.entries(value).filter(([other]) => other !== name))),
      )
    }
  return fc.oneof(...arbitraries)
}

type Schema = {
  type?: string
  anyOf?: Schema[]
  const?: unknown
  properties?: Record<string, Schema>
  items?: Schema
  pattern?: string
  minimum?: number
}

/** Of every kind of text that the wire knows. */
const examples = ['text', '00:00', '0198b2c4-0000-7000-8000-000000000000', '0'.repeat(64)]

function exampleOf(schema: Schema): unknown {
  if (schema.anyOf) return exampleOf(schema.anyOf[0]!)
  if ('const' in schema) return schema.const
  if (schema.type === 'array') return [exampleOf(schema.items!)]
  if (schema.type === 'string') return examples.find(text => new RegExp(schema.pattern ?? '').test(text))
  if (schema.type === 'boolean') return true
  if (schema.type === 'null') return null
  if (schema.type !== 'object') return schema.minimum ?? 1
  const properties = Object.entries(schema.properties ?? {})
  return Object.fromEntries(properties.map(([name, inner]) => [name, exampleOf(inner)]))
}
