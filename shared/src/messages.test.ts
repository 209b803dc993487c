import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChatterError, ErrorCode } from './errors.ts'
import { bodyLength, messageLimits, parseBody } from './messages.ts'

const failsWith = (code: ErrorCode) => (error: unknown) => (error as ChatterError).code === code

test('[MSG6] a body is kept composed, with plain line ends and nothing invisible at its end', () => {
  assert.equal(parseBody('one\r\ntwo\rthree  \n\n'), 'one\ntwo\nthree')
  assert.equal(parseBody('안녕'.normalize('NFD')), '안녕')
  assert.equal(parseBody('  indented'), '  indented')
  assert.equal(parseBody('a\uD800b'), 'a\uFFFDb')
  assert.equal(parseBody('a\u0000b'), 'ab')
})

test('[MSG6] an empty body is refused', () => {
  for (const body of ['', ' ', '\n\t \n']) assert.throws(() => parseBody(body), failsWith('message_empty'))
})

test('[MSG6] a body has at most 20,000 characters, counted as people count emoji and Hangul', () => {
  assert.equal(parseBody('한'.repeat(messageLimits.body)).length, messageLimits.body)
  assert.equal(bodyLength(parseBody('🦊'.repeat(messageLimits.body))), messageLimits.body)
  assert.throws(() => parseBody('x'.repeat(messageLimits.body + 1)), failsWith('message_too_long'))
})
