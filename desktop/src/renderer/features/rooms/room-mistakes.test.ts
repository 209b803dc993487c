import assert from 'node:assert/strict'
import test from 'node:test'
import { ChatterError } from '@chatter/shared/errors.ts'
import { explainRefusal, findMistakes } from './room-mistakes.ts'

const words = { name: '디자인', topic: '', description: '' }

test('A room needs a name that is not too long', () => {
  assert.deepEqual(findMistakes(words), {})
  assert.deepEqual(findMistakes({ ...words, name: '  ' }), { name: 'invalid' })
  assert.deepEqual(findMistakes({ ...words, name: '🎉'.repeat(64) }), {})
  assert.deepEqual(findMistakes({ ...words, name: '🎉'.repeat(65) }), { name: 'invalid' })
})

test('Topic and description have their limits', () =>
  assert.deepEqual(findMistakes({ ...words, topic: 'x'.repeat(251), description: 'x'.repeat(1001) }), {
    topic: 'invalid',
    description: 'invalid',
  }))

test('What the server refuses stands at its field', () => {
  const refused = (...error: ConstructorParameters<typeof ChatterError>) =>
    explainRefusal(new ChatterError(...error))
  assert.deepEqual(refused('room_name_taken', ''), { name: 'taken' })
  assert.deepEqual(refused('invalid_input', '', { field: 'topic' }), { topic: 'invalid' })
  assert.equal(refused('unavailable', ''), 'unavailable')
  assert.equal(refused('invalid_input', ''), 'invalid_input')
})
