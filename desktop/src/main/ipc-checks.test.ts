import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requests } from '../bridge/bridge.ts'
import { checkAnswer, checkRequest, isRequestName } from './ipc-checks.ts'

test('[BRI2] only what the bridge lists can be asked', () => {
  for (const name of Object.keys(requests)) assert.ok(isRequestName(name))
  for (const name of ['constructor', '__proto__', 'shell:open', '', 7, null])
    assert.equal(isRequestName(name), false)
})

test('[BRI2] a malformed request is refused, and its content is not repeated', () => {
  assert.deepEqual(checkRequest('secret:write', { name: 'a', value: 'b' }), { name: 'a', value: 'b' })
  assert.throws(
    () => checkRequest('secret:write', { name: 'a', value: ['hush'] }),
    error => {
      assert.match((error as Error).message, /secret:write is malformed: \/value/)
      assert.doesNotMatch((error as Error).message, /hush/)
      return true
    },
  )
  assert.throws(() => checkRequest('badge:show', { count: -1 }))
  assert.throws(() => checkRequest('window:focus', {}))
  assert.throws(() => checkRequest('alert:show', { title: 'x'.repeat(201), body: '', destination: {} }))
})

test('[BRI2] a malformed answer is not given', () => {
  assert.deepEqual(checkAnswer('window:read', { focused: true, visible: true }), {
    focused: true,
    visible: true,
  })
  assert.throws(() => checkAnswer('window:read', { focused: 1, visible: true }))
})
