import assert from 'node:assert/strict'
import test from 'node:test'
import { findMistakes, isAboutPerson, mistakesOf } from './mistakes.ts'

const ada = { username: 'ada', displayName: 'Ada', password: 'correct horse' }

test('What is right has no mistakes, in any script', () => {
  assert.deepEqual(findMistakes(ada, true), {})
  assert.deepEqual(
    findMistakes({ username: '수현', displayName: '김수현', password: '말 안장 배터리 좋아' }, true),
    {},
  )
})

test('A sign-up is told what is wrong with each field at once', () => {
  const mistakes = findMistakes({ username: 'a b', displayName: 'x'.repeat(65), password: 'short' }, true)
  assert.deepEqual(mistakes, {
    username: 'username_invalid',
    displayName: 'display_name_invalid',
    password: 'password_too_short',
  })
})

test('[ACC3] A password that holds the user name is told so, in any case and form, once it is long enough', () => {
  for (const password of ['i am ADA lovelace', 'ａｄａ of london'])
    assert.deepEqual(findMistakes({ ...ada, password }, true), { password: 'passwordHoldsName' })
  assert.deepEqual(findMistakes({ ...ada, password: 'ada' }, true), { password: 'password_too_short' })
  assert.deepEqual(findMistakes({ ...ada, password: 'i am ada lovelace' }, false), {})
})

test('What is empty is called empty, not wrong', () =>
  assert.deepEqual(findMistakes({ username: ' ', displayName: '', password: '' }, true), {
    username: 'empty',
    displayName: 'empty',
    password: 'empty',
  }))

test('[ACC9] The code of a server is missed where the server asks for it, and by nobody who logs in', () => {
  assert.deepEqual(findMistakes({ ...ada, code: ' ' }, true, true), { code: 'empty' })
  assert.deepEqual(findMistakes({ ...ada, code: 'sesame' }, true, true), {})
  assert.deepEqual(findMistakes(ada, true), {})
  assert.deepEqual(findMistakes(ada, false, true), {})
})

test('A log-in is checked for what is empty only', () => {
  assert.deepEqual(findMistakes({ username: 'a', displayName: '', password: 'short' }, false), {})
  assert.deepEqual(findMistakes({ username: 'a', displayName: '', password: '' }, false), {
    password: 'empty',
  })
})

test("A server's refusal goes to its field, or to none", () => {
  assert.deepEqual(mistakesOf('username_taken'), { username: 'username_taken' })
  assert.deepEqual(mistakesOf('password_too_common'), { password: 'password_too_common' })
  assert.deepEqual(mistakesOf('wrong_credentials'), {})
  assert.deepEqual(mistakesOf('account_deactivated'), {})
})

test('Who does not come in is told why, and only of other failures that something failed', () => {
  assert.ok(isAboutPerson('wrong_credentials') && isAboutPerson('account_deactivated'))
  assert.ok(!isAboutPerson('unavailable'))
})
