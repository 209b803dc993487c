import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Compile } from 'typebox/compile'
import { ChatterError, errorCodes, WireError } from './errors.ts'

test('[ERR1] every code travels over the wire and back with its details', () => {
  const wire = Compile(WireError)
  for (const code of errorCodes) {
    const error = new ChatterError(code, 'What happened.', { field: 'body', retryAfter: 2 })
    assert.ok(wire.Check(error.toWire()))
    assert.deepEqual(ChatterError.fromWire(error.toWire()).toWire(), error.toWire())
    assert.ok(error.status >= 400 && error.status < 600)
  }
  assert.ok(!wire.Check({ code: 'nonsense', message: '' }))
})
