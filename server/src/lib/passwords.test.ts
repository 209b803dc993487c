import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPasswords, parseNewPassword } from './passwords.ts'

const passwords = createPasswords({ memory: 1024, passes: 1 })

test('[SES9] a password matches its own hash only, and two hashes of it differ', async () => {
  const [one, other] = await Promise.all([passwords.hash('correct horse'), passwords.hash('correct horse')])
  assert.notEqual(one, other)
  assert.equal(await passwords.matches(one, 'correct horse'), true)
  assert.equal(await passwords.matches(one, 'correct Horse'), false)
  assert.equal(await passwords.matches(undefined, 'correct horse'), false)
})

test('[SES9] a hash says whether it was made at today’s cost', async () => {
  const hash = await passwords.hash('correct horse')
  assert.equal(passwords.isOutdated(hash), false)
  assert.equal(createPasswords({ memory: 2048, passes: 1 }).isOutdated(hash), true)
})

test('[ACC3] passwords that are tried first are refused; long ones of any script are not', () => {
  for (const password of ['1234567890', 'Password123', 'aaaaaaaaaa', 'abababababab', 'i-am-ADA-lovelace'])
    assert.throws(() => parseNewPassword(password, 'Ada'), { code: 'password_too_common' }, password)
  assert.throws(() => parseNewPassword('우리세종대왕만세만세', '세종대왕'), { code: 'password_too_common' })
  for (const password of ['correct horse battery', '안전한비밀번호열자이상', '🦊🐢🦜🐘🦒🦓🦔🦕🦖🐙'])
    assert.equal(parseNewPassword(password, 'Ada'), password.normalize('NFC'))
})

test('[ACC3] a user name of two letters does not forbid half of all words', () => {
  assert.equal(parseNewPassword('a broad road ahead', 'ad'), 'a broad road ahead')
})
